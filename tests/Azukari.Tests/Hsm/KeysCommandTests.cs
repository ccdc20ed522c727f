using System.Text.Json.Nodes;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Backup;
using Azukari.Tests.Cli;

namespace Azukari.Tests.Hsm;

/// <summary>An operator brings the master keys of a running company into an HSM, and back, by settings and command line.</summary>
[Collection(OneAtATime.Name)]
public sealed class KeysCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Keys_move_into_the_HSM_are_backed_up_there_restored_from_there_and_move_back(StoreEngine engine)
    {
        await using var desk = await Desk.OpenAsync(engine, people: 10);
        var (main, second, folder) = (SoftHsm.NewToken(), SoftHsm.NewToken(), TestRun.NewFolder("receipts"));
        var subject = (await desk.SubjectsAsync("agent"))[0];
        Assert.Contains("file", (await desk.Azukari.RunAsync("keys", "status")).Exits(0).Lines[0], StringComparison.Ordinal);
        Assert.Contains("already", (await desk.Azukari.RunAsync("keys", "move", "--backup", Path.Combine(folder, "none"))).Exits(0).Out, StringComparison.Ordinal);

        await SetAsync(desk, main, second, leaving: false);
        (await desk.AccessAsync(subject, "name")).Exits(0); // both providers serve while nothing has moved
        var moved = (await desk.Azukari.RunAsync("keys", "move", "--backup", Path.Combine(folder, "receipt.json"))).Exits(0);
        Assert.Contains("version 2", moved.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"key\"", await File.ReadAllTextAsync(Path.Combine(desk.Data, "keys", "master.json"), Cancel), StringComparison.Ordinal);
        var status = (await desk.Azukari.RunAsync("keys", "status")).Exits(0);
        Assert.Contains($"pkcs11: {main.Label}", status.Lines[0], StringComparison.Ordinal);
        Assert.Contains("destroyed", status.Out, StringComparison.Ordinal);
        (await desk.AccessAsync(subject, "name")).Exits(0);
        (await desk.Azukari.RunAsync("keys", "backup", Path.Combine(folder, "receipt-2.json"))).Exits(0);

        var shelf = new Shelf();
        (await desk.Azukari.RunAsync(shelf.Backup())).Exits(0);
        await using (var place = await RestoredPlace.MakeAsync(engine))
            (await place.Azukari.RunAsync(["restore", "--yes", .. shelf.From()])).Exits(0); // no master key file: the HSM has it

        main.TakeAway();
        var away = await desk.AccessAsync(subject, "name");
        Assert.Contains(main.Label, away.Exits(2).Err, StringComparison.Ordinal); // a program that starts without its HSM does not open
        main.BringBack();
        await SetAsync(desk, main, second, leaving: true);
        Assert.Contains("version 3", (await desk.Azukari.RunAsync("keys", "move", "--backup", Path.Combine(folder, "master-3.json"))).Exits(0).Out, StringComparison.Ordinal);
        (await desk.AccessAsync(subject, "name")).Exits(0);
        Assert.Contains("file", (await desk.Azukari.RunAsync("keys", "status")).Exits(0).Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_HSM_is_said_in_both_languages_without_the_PIN()
    {
        await using var desk = await Desk.OpenAsync(StoreEngine.Sqlite, people: 5);
        var token = SoftHsm.NewToken();
        await SetAsync(desk, token with { Label = "nobody" }, null, leaving: false);
        Assert.Contains("azukari.json: keys.pkcs11: The module", (await desk.Azukari.RunAsync("subjects")).Exits(2).Err, StringComparison.Ordinal);
        Assert.Contains("トークン nobody が見つかりません", (await desk.Azukari.RunAsync("subjects", "--lang", "ja")).Exits(2).Err, StringComparison.Ordinal);

        await SetAsync(desk, token, null, leaving: false);
        File.SetUnixFileMode(token.PinFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var open = (await desk.Azukari.RunAsync("subjects", "--lang", "ja")).Exits(2);
        Assert.Contains("chmod 600", open.Err, StringComparison.Ordinal);
        Assert.DoesNotContain(SoftHsm.UserPin, open.Err, StringComparison.Ordinal);
    }

    private static async Task SetAsync(Desk desk, SoftToken main, SoftToken? backup, bool leaving)
    {
        var file = Path.Combine(desk.Data, "azukari.json");
        var root = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!;
        var token = new JsonObject { ["module"] = SoftHsm.Module, ["token"] = main.Label, ["pinFile"] = main.PinFile, ["leaving"] = leaving };
        if (backup is not null) token["backup"] = new JsonObject { ["module"] = SoftHsm.Module, ["token"] = backup.Label, ["pinFile"] = backup.PinFile };
        root["keys"] = new JsonObject { ["folder"] = "keys", ["pkcs11"] = token };
        await File.WriteAllTextAsync(file, root.ToJsonString(), Cancel);
    }
}
