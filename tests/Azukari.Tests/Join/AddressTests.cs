using Azukari.Join.Addresses;
using Azukari.Ledger;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using static Azukari.Tests.Join.JoinWorld;

namespace Azukari.Tests.Join;

/// <summary>An address that staff typed is its owner's only once they say so, by the link that was sent there.</summary>
public sealed class AddressTests
{
    private static readonly ItemId Email = MessageTemplate.Address;

    [Theory, EngineData]
    public async Task What_staff_corrected_is_unconfirmed_until_its_owner_opens_the_link_and_says_yes(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var vault = world.First.Company.Trust.Vault;
        var addresses = world.First.Services.GetRequiredService<AddressConfirmations>();
        var member = await world.JoinAsync(world.Form());
        Assert.Null(await UnconfirmedAsync(world, member.Subject)); // confirmed by the link of the application
        Assert.False(await addresses.AskAsync(member.Subject, "ja", Desk, "request-1", Cancel));

        await CorrectAsync(world, member.Subject, "naoshita@example.jp");
        var held = (await UnconfirmedAsync(world, member.Subject))!;
        Assert.Equal((2, true), (held.Version, held.CorrectedByStaff));
        Assert.True(await addresses.AskAsync(member.Subject, "ja", Desk, "request-1", Cancel));
        Assert.True(await addresses.AskAsync(member.Subject, "ja", Desk, "request-1", Cancel));
        Assert.Single(await world.LettersAsync(member.Subject), letter => letter == "join.confirm-address");

        var (until, opened) = (world.Clock.GetUtcNow() + AddressConfirmations.Life, await vault.HistoryAsync(member.Subject, Cancel).CountAsync(Cancel));
        var token = addresses.Token(member.Subject, held.Version, until);
        Assert.Equal(AddressState.Open, await addresses.FindAsync(token, Cancel));
        Assert.NotNull(await UnconfirmedAsync(world, member.Subject)); // opening confirms nothing
        Assert.Equal(AddressState.Confirmed, await addresses.ConfirmAsync(token, Cancel));
        Assert.Equal(AddressState.Confirmed, await addresses.ConfirmAsync(token, Cancel));
        Assert.Null(await UnconfirmedAsync(world, member.Subject));
        var own = (await vault.DescribeAsync(member.Subject, Cancel))!.Items.Single(item => item.Item == Email);
        Assert.Equal((3, Channel.Web, false, "address-link"), (own.Version, own.Channel, own.CorrectedByStaff, own.By.Code));
        var entries = await vault.HistoryAsync(member.Subject, Cancel).ToListAsync(Cancel);
        Assert.Equal(opened + 1, entries.Count); // and nobody read it for that
        Assert.Equal((EntryKind.Registered, "item-confirmed"), (entries[0].Kind, entries[0].Reason));
        Assert.Equal("naoshita@example.jp", await ReadAsync(world, member.Subject));
        Assert.Equal(member.Subject, Assert.Single(Assert.IsType<SearchFound>(await vault.SearchAsync(Email, "naoshita@example.jp", Reading, 5, Cancel)).Hits)); // found by it still

        await CorrectAsync(world, member.Subject, "mata-naoshita@example.jp");
        Assert.Equal(AddressState.Over, await addresses.ConfirmAsync(token, Cancel)); // that address is another
        Assert.NotNull(await UnconfirmedAsync(world, member.Subject));
        Assert.False((await vault.ConfirmAsync(member.Subject, Email, 3, world.First.Company.Trust.Policies.InForce.Version, Desk, ct: Cancel)) is ActDone { Items.Length: > 0 });
    }

    [Theory, EngineData]
    public async Task A_link_too_old_or_not_ours_confirms_nothing_and_a_paper_forms_address_is_asked_about_too(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var addresses = world.First.Services.GetRequiredService<AddressConfirmations>();
        var subject = SubjectId.New();
        var form = world.Form(channel: Channel.Paper, electronic: false) with { By = Desk, Attempt = subject };
        await world.First.Book.SubmitAsync(form, Cancel);
        var token = addresses.Token(subject, 1, world.Clock.GetUtcNow() + AddressConfirmations.Life);
        Assert.Null(await addresses.FindAsync("nothing", Cancel));
        Assert.Null(await addresses.ConfirmAsync(token[..^4] + "AAAA", Cancel));
        world.Clock.Advance(AddressConfirmations.Life);
        Assert.Equal(AddressState.Over, await addresses.ConfirmAsync(token, Cancel));
        Assert.NotNull(await UnconfirmedAsync(world, subject));
        Assert.Equal(AddressState.Confirmed, await addresses.ConfirmAsync(addresses.Token(subject, 1, world.Clock.GetUtcNow().AddDays(1)), Cancel));
        Assert.Null(await UnconfirmedAsync(world, subject));

        await CorrectAsync(world, subject, "kami@example.jp"); // a member registered on paper: what staff typed then counts no more than what they typed first
        Assert.NotNull(await UnconfirmedAsync(world, subject));
    }

    private static AccessContext Reading => new() { Accessor = Desk, As = Azukari.Join.Applications.ApplicationWords.Desk, Purpose = Azukari.Join.Applications.ApplicationWords.Purpose, Case = "A-TEST" };

    private static async Task<HeldItem?> UnconfirmedAsync(JoinWorld world, SubjectId subject) =>
        ConfirmedAddress.Unconfirmed((await world.First.Company.Trust.Vault.DescribeAsync(subject, Cancel))!);

    private static async Task CorrectAsync(JoinWorld world, SubjectId subject, string mail)
    {
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<ActDone>(await world.First.Company.Trust.Vault.CorrectAsync(
            subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", mail) }, new CorrectionBy.Staff(), Desk, @case: "request-1", ct: Cancel));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task<string> ReadAsync(JoinWorld world, SubjectId subject) =>
        Assert.IsType<Granted<ItemValues>>(await world.First.Company.Trust.Vault.ReadAsync(subject, [Email], Reading, Cancel)).Values[Email]!.Value.Reveal();
}
