using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Tests.Requests;

/// <summary>Who received an item before it was corrected is told of it, on both engines: found in the history, told once for each correction.</summary>
public sealed class RequestTellingTests
{
    private static readonly ItemId Address = ItemId.Parse("address"), Email = ItemId.Parse("email");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task Who_received_the_old_value_is_named_and_told_once(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var (vault, desk) = (world.Company.Trust.Vault, RequestsWorld.Desk);
        var person = await world.PersonAsync();
        var request = Assert.IsType<Asked>(await world.Book.EnterAsync(
            person, "ABCDEF", RequestKind.Correction, true, "住所は" + CanaryWords.Town, new Arrival(RequestWay.Post, new DateOnly(2026, 11, 24), IdentityCheck.Document), desk, Cancel)).Request;
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-carrier", Address);
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-mailing", Email);
        await LeftAsync(world, person, EntryKind.Shared, "affiliate", "mihon-affiliate", Address, Email);
        Assert.Empty(await world.Book.RecipientsAsync(request, Cancel));

        await CorrectAsync(world, person, request, "3-3");
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-later", Address); // has the right one
        var open = await world.Book.RecipientsAsync(request, Cancel);
        Assert.Equal(["mihon-affiliate", "mihon-carrier"], open.Select(one => one.Key));
        Assert.All(open, one => Assert.Equal(("address", (DateTimeOffset?)null), (Assert.Single(one.Items), one.ToldAt)));

        Assert.False(await world.Book.TellAsync(request, "mihon-mailing", desk, Cancel));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await world.Book.TellAsync(request, "mihon-carrier", desk, Cancel));
        Assert.False(await world.Book.TellAsync(request, "mihon-carrier", desk, Cancel));
        var now = await world.Book.RecipientsAsync(request, Cancel);
        Assert.Equal(("mihon-affiliate", null), (now[0].Key, now[0].ToldBy));
        Assert.Equal(("mihon-carrier", "s-hanako"), (now[1].Key, now[1].ToldBy));
        var entry = await vault.HistoryAsync(person, Cancel).FirstAsync(one => one.Reason == "request-told", Cancel);
        Assert.Equal((EntryKind.Registered, request.Code, "mihon-carrier", "address"), (entry.Kind, entry.Case, entry.Recipient, Assert.Single(entry.Items)));

        // Corrected again, those told of the first are told again, and who came between as well.
        await CorrectAsync(world, person, request, "4-4");
        Assert.Equal(["mihon-affiliate", "mihon-carrier", "mihon-later"], (await world.Book.RecipientsAsync(request, Cancel)).Where(one => one.ToldAt is null).Select(one => one.Key));
    }

    [Theory, EngineData]
    public async Task Whoever_corrected_or_deleted_it_who_received_it_before_is_named_until_told_or_given_it_anew(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var (vault, desk) = (world.Company.Trust.Vault, RequestsWorld.Desk);
        var person = await world.PersonAsync();
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-carrier", Address);
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-mailing", Email);
        await LeftAsync(world, person, EntryKind.Shared, "affiliate", "mihon-affiliate", Address, Email);
        Assert.Empty(await world.Book.RecipientsAsync(person, Cancel));

        // By the person, for no request.
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var right = new Dictionary<ItemId, StoredValue?> { [Address] = RequestsWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}3-3") };
        Assert.True((await vault.CorrectAsync(person, right, new CorrectionBy.Self(world.Company.Trust.Policies.InForce.Version), new Accessor("member"), ct: Cancel)).Done);
        Assert.Equal(["mihon-affiliate", "mihon-carrier"], (await world.Book.RecipientsAsync(person, Cancel)).Where(one => one.IsOpen).Select(one => one.Key));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await world.Book.TellAsync(person, "mihon-affiliate", desk, Cancel));
        Assert.False(await world.Book.TellAsync(person, "mihon-affiliate", desk, Cancel));
        await LeftAsync(world, person, EntryKind.Provided, "entrustee", "mihon-carrier", Address);
        var now = await world.Book.RecipientsAsync(person, Cancel);
        Assert.DoesNotContain(now, one => one.IsOpen);
        Assert.NotNull(now.Single(one => one.Key == "mihon-carrier").RenewedAt);

        // Deleted by staff: who was told of the address only is told of this as well.
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await vault.CorrectAsync(person, new Dictionary<ItemId, StoredValue?> { [Email] = null }, new CorrectionBy.Staff(), desk, ct: Cancel)).Done);
        var open = (await world.Book.RecipientsAsync(person, Cancel)).Where(one => one.IsOpen).ToList();
        Assert.Equal(["mihon-affiliate", "mihon-mailing"], open.Select(one => one.Key));
        Assert.Equal(("address email", "email"), (string.Join(' ', open[0].Items), string.Join(' ', open[0].Deleted)));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var one in open) Assert.True(await world.Book.TellAsync(person, one.Key, desk, Cancel));
        Assert.DoesNotContain(await world.Book.RecipientsAsync(person, Cancel), one => one.IsOpen);
    }

    private static async Task CorrectAsync(RequestsWorld world, SubjectId person, RightsRequest request, string number)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var right = new Dictionary<ItemId, StoredValue?> { [Address] = RequestsWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}{number}") };
        Assert.True((await world.Company.Trust.Vault.CorrectAsync(person, right, new CorrectionBy.Staff(), RequestsWorld.Desk, @case: request.Code, ct: Cancel)).Done);
    }

    // As the gate records what leaves.
    private static async Task LeftAsync(RequestsWorld world, SubjectId person, EntryKind kind, string recipient, string code, params ItemId[] items)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Company.Trust.Ledger.AppendAsync(LedgerEntry.Now(world.Clock, kind) with
        {
            Subject = await world.Company.Trust.Vault.PseudonymOfAsync(person, Cancel), Accessor = "mihon-client", As = recipient, Recipient = code, Purpose = "purpose.member.2",
            Items = [.. items.Select(item => item.Value).Order(StringComparer.Ordinal)], PolicyVersion = world.Company.Trust.Policies.InForce.Version.Value, Case = "order-1042",
        }, Cancel);
    }
}
