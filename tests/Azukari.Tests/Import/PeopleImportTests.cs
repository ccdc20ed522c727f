using Azukari.Import;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;

namespace Azukari.Tests.Import;

/// <summary>Files taken into a real vault under the company's own policy, on both engines.</summary>
public sealed class PeopleImportTests
{
    [Theory]
    [EngineData("utf-8")]
    [EngineData("utf-8-bom")]
    [EngineData("shift_jis")]
    public async Task A_file_in_any_encoding_is_taken_in_normalised(StoreEngine engine, string encoding)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteInAsync(encoding, ImportWorld.Row(1, "+81-90-0000-1234"), "", ImportWorld.Row(2, "（０３）００００－１２３４", "一般"));

        var report = await world.ImportAsync();

        Assert.Equal(new ImportCounts(2, 0, 0, 0), report.Counts);
        Assert.Equal(encoding == "shift_jis" ? "shift_jis" : "utf-8", report.Encoding);
        Assert.False(File.Exists(world.Rejects));
        var people = await world.PeopleAsync();
        Assert.Equal([CanaryWords.MemberNumber(1), CanaryWords.MemberNumber(2)], people.Keys);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["member-number"] = CanaryWords.MemberNumber(2),
                ["name"] = $$"""{"family":"{{CanaryWords.FamilyName}}","given":"{{CanaryWords.GivenName}}"}""",
                ["kana"] = $"{CanaryWords.FamilyKana} {CanaryWords.GivenKana}",
                ["date-of-birth"] = "1980-04-01",
                ["address"] = $$"""{"postalCode":"0000001","prefecture":"東京都","line":"{{CanaryWords.Town}}1-2"}""",
                ["phone"] = "+81300001234",
                ["email"] = CanaryWords.Mail(2),
            },
            people[CanaryWords.MemberNumber(2)]);
    }

    [Theory]
    [EngineData]
    public async Task Each_row_is_an_acquisition_under_the_named_channel_version_and_day(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync(ImportWorld.Row(1, kind: "VIP"));
        await world.ImportAsync();

        var subject = Assert.Single(await ListAsync(world.Core.Vault.SubjectsAsync(ct: ImportWorld.Cancel)));
        var described = await world.Core.Vault.DescribeAsync(subject, ImportWorld.Cancel);
        Assert.Equal("vip", described!.Kind.Value);
        Assert.All(described.Items, item => Assert.Equal(
            (Channel.Import, "2021-04", "vip", "op.import", new DateTimeOffset(2021, 4, 30, 15, 0, 0, TimeSpan.Zero)),
            (item.Channel, item.PolicyVersion.Value, item.SubjectKind.Value, item.By.Code, item.AcquiredAt)));
        var entry = Assert.Single(await world.LedgerAsync(EntryKind.Acquired));
        Assert.Equal("op.import", entry.Accessor);
    }

    [Theory]
    [EngineData]
    public async Task Running_it_twice_changes_nothing_and_a_changed_row_becomes_a_correction(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync(ImportWorld.Row(1), ImportWorld.Row(2), ImportWorld.Row(3));
        await world.ImportAsync();
        var before = await EntriesAsync(world);

        Assert.Equal(new ImportCounts(0, 3, 0, 0), (await world.ImportAsync()).Counts);
        Assert.Equal(before, await EntriesAsync(world));

        await world.WriteAsync(ImportWorld.Row(1), ImportWorld.Row(2, phone: "03-0000-9999"), ImportWorld.Row(3), ImportWorld.Row(4));
        Assert.Equal(new ImportCounts(1, 2, 1, 0), (await world.ImportAsync()).Counts);
        var people = await world.PeopleAsync();
        Assert.Equal(4, people.Count);
        Assert.Equal("+81300009999", people[CanaryWords.MemberNumber(2)]["phone"]);
        var correction = Assert.Single(await world.LedgerAsync(EntryKind.Corrected));
        Assert.Equal(("phone", "op.import"), (Assert.Single(correction.Items).ToString(), correction.Accessor));
    }

    [Theory]
    [EngineData]
    public async Task An_empty_cell_leaves_what_is_there(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync(ImportWorld.Row(1));
        await world.ImportAsync();
        await world.WriteAsync(ImportWorld.Row(1, phone: ""));

        Assert.Equal(new ImportCounts(0, 1, 0, 0), (await world.ImportAsync()).Counts);
        Assert.Equal("+81300001234", (await world.PeopleAsync())[CanaryWords.MemberNumber(1)]["phone"]);
    }

    [Theory]
    [EngineData]
    public async Task Rejects_say_line_column_rule_and_row_and_come_in_with_the_same_map_once_mended(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync(
            ImportWorld.Row(1),
            ImportWorld.Row(2, phone: "\"03-0000\r\n-12\""),
            ImportWorld.Row(3).Replace("S55.4.1", "S64.1.8", StringComparison.Ordinal).Replace("@example.jp", "", StringComparison.Ordinal),
            ImportWorld.Row(1, phone: "03-0000-5555"),
            $"\"{ImportWorld.Row(5)}",
            ImportWorld.Row(6).Replace("S55.4.1", "", StringComparison.Ordinal),
            ImportWorld.Row(7));
        await File.WriteAllTextAsync(world.Rejects, "an old file anybody may read", ImportWorld.Cancel);

        var report = await world.ImportAsync();

        Assert.Equal(new ImportCounts(2, 0, 0, 5), report.Counts);
        Assert.Equal(world.Rejects, report.RejectsFile);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.Rejects));
        var text = await File.ReadAllTextAsync(world.Rejects, ImportWorld.Cancel);
        var lines = text.Replace("03-0000\r\n-12", "03-0000-12", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal("reject.line,reject.column,reject.rule,reject.reason," + ImportWorld.Header, lines[0]);
        Assert.StartsWith("3,電話番号,phone-impossible,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(ImportWorld.Row(2, phone: "\"03-0000-12\""), lines[1], StringComparison.Ordinal);
        Assert.StartsWith("5,生年月日; メール,date-outside-era; email-unreadable,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("6,会員番号,identifier-repeated,The identifying item is the same as on line 2; ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("7,,quote-unclosed,", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("8,,required-item-missing,", lines[5], StringComparison.Ordinal);
        Assert.Contains("(registration.refusal)", lines[5], StringComparison.Ordinal);
        Assert.EndsWith(ImportWorld.Row(6).Replace("S55.4.1", "", StringComparison.Ordinal), lines[5], StringComparison.Ordinal);
        Assert.Equal([3, 5, 6, 7, 8], report.FirstRejects.Select(reject => (int)reject.Line));
        Assert.Contains(("identifier-repeated", 1), report.RejectsByRule);

        // Somebody mends the second row in the file of rejects and imports just that.
        await File.WriteAllTextAsync(world.Source, string.Join("\r\n", lines[0], lines[1].Replace("03-0000-12", "03-0000-1234", StringComparison.Ordinal)), ImportWorld.Cancel);
        Assert.Equal(new ImportCounts(1, 0, 0, 0), (await world.ImportAsync()).Counts);
        Assert.False(File.Exists(world.Rejects));
        Assert.Equal(3, (await world.PeopleAsync()).Count);
    }

    [Theory]
    [EngineData]
    public async Task A_dry_run_checks_everything_and_writes_nothing(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync(ImportWorld.Row(1), ImportWorld.Row(2, phone: "x"), ImportWorld.Row(3).Replace("S55.4.1", "", StringComparison.Ordinal));
        var before = await EntriesAsync(world);

        var report = await world.ImportAsync(options => options with { DryRun = true });

        Assert.Equal(new ImportCounts(1, 0, 0, 2), report.Counts);
        Assert.Equal(["phone-unreadable", "required-item-missing"], report.FirstRejects.Select(reject => Assert.Single(reject.Problems).Rule));
        Assert.Null(report.RejectsFile);
        Assert.Equal([world.MapFile, world.Source], Directory.GetFiles(world.Folder).Order());
        Assert.Empty(await world.PeopleAsync());
        Assert.Equal(before, (await EntriesAsync(world)).Where(kind => kind != EntryKind.Used));
    }

    [Theory]
    [EngineData]
    public async Task An_import_stopped_in_the_middle_is_run_again_and_nobody_is_lost_or_doubled(StoreEngine engine)
    {
        await using var world = await ImportWorld.OpenAsync(engine);
        await world.WriteAsync([.. Enumerable.Range(1, 400).Select(n => ImportWorld.Row(n, phone: n % 50 == 7 ? "x" : "03-0000-1234"))]);
        using var stop = new CancellationTokenSource();
        var stopped = new ToldAtOnce(at =>
        {
            if (at.Counts.Rows >= 100) stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.ImportAsync(options => options with { Batch = 50 }, stopped, stop.Token));
        var half = (await world.PeopleAsync()).Count;
        Assert.InRange(half, 90, 300);

        var report = await world.ImportAsync(options => options with { Batch = 50 });
        Assert.Equal(new ImportCounts(392 - half, half, 0, 8), report.Counts);
        Assert.Equal(392, (await world.PeopleAsync()).Count);
        Assert.Equal(9, (await File.ReadAllLinesAsync(world.Rejects, ImportWorld.Cancel)).Length);
        Assert.Equal(new ImportCounts(0, 392, 0, 8), (await world.ImportAsync()).Counts);
    }

    [Fact]
    public async Task A_second_import_of_the_file_at_the_same_time_is_refused()
    {
        await using var world = await ImportWorld.OpenAsync(StoreEngine.Sqlite);
        await world.WriteAsync([.. Enumerable.Range(1, 40).Select(n => ImportWorld.Row(n))]);
        ImportOutcome? second = null;
        var meanwhile = new ToldAtOnce(_ => second ??= world.RunAsync().GetAwaiter().GetResult());

        Assert.Equal(40, (await world.ImportAsync(options => options with { Batch = 10 }, meanwhile)).Counts.Created);
        Assert.Equal("the file cannot be opened", Assert.Single(Assert.IsType<ImportUnusable>(second).Problems).Message.En);
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_before_anything_is_written()
    {
        await using var world = await ImportWorld.OpenAsync(StoreEngine.Sqlite);
        Assert.Contains("there is no such file", await ProblemAsync(world), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(world.Source, [0xFF, 0xFE, 0x41, 0x00], ImportWorld.Cancel);
        Assert.Contains("UTF-16", await ProblemAsync(world), StringComparison.Ordinal);
        await File.WriteAllTextAsync(world.Source, "", ImportWorld.Cancel);
        Assert.Contains("no header", await ProblemAsync(world), StringComparison.Ordinal);
        await File.WriteAllTextAsync(world.Source, ImportWorld.Header + ",新しい列\r\n", ImportWorld.Cancel);
        Assert.Equal("people.csv:1:15 新しい列: the column is neither mapped nor ignored in map.yaml, add it to 'items' or to 'ignore'", await ProblemAsync(world));
        await File.WriteAllTextAsync(world.MapFile, "channel: import", ImportWorld.Cancel);
        Assert.StartsWith("map.yaml:1:1 ", await ProblemAsync(world), StringComparison.Ordinal);
        Assert.False(File.Exists(world.Rejects));
    }

    private static async Task<string> ProblemAsync(ImportWorld world) => Assert.IsType<ImportUnusable>(await world.RunAsync()).Problems[0].ToString();

    private static async Task<List<EntryKind>> EntriesAsync(ImportWorld world)
    {
        var kinds = new List<EntryKind>();
        await foreach (var record in world.Core.Ledger.QueryAsync(new LedgerQuery(), ImportWorld.Cancel)) kinds.Add(record.Entry.Kind);
        return kinds;
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var each in source) list.Add(each);
        return list;
    }
}
