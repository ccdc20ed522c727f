using Azukari.Accounts.Contracts;
using Azukari.Accounts.Letters;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using static Azukari.Tests.Accounts.AccountsWorld;

namespace Azukari.Tests.Accounts;

/// <summary>Whoever may correct a member's address does not come to the member's account by it.</summary>
public sealed class ChangedAddressTests
{
    private const string Own = "shokuin@example.jp";

    [Theory, EngineData]
    public async Task An_address_staff_typed_and_confirmed_by_its_link_sets_no_password_until_some_days_after_the_warning_went_out(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (_, _, _, subject) = await world.MemberAsync();
        await ChangeAsync(world, subject, Own, warned: true);
        Assert.Null(await ForgottenAsync(world, subject));
        world.Clock.Now += TimeSpan.FromDays(6);
        Assert.Null(await ForgottenAsync(world, subject));
        world.Clock.Now += TimeSpan.FromDays(1) + TimeSpan.FromMinutes(5);
        Assert.NotNull(await ForgottenAsync(world, subject));
    }

    [Theory, EngineData]
    public async Task Where_nobody_was_warned_no_time_makes_it_the_members(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (_, _, _, subject) = await world.MemberAsync();
        await ChangeAsync(world, subject, Own, warned: false);
        world.Clock.Now += TimeSpan.FromDays(60);
        Assert.Null(await ForgottenAsync(world, subject));

        // A warning of another time warned of another address.
        await ChangeAsync(world, subject, "mae-no@example.jp", warned: true);
        world.Clock.Now += TimeSpan.FromDays(30);
        await ChangeAsync(world, subject, Own, warned: false);
        world.Clock.Now += TimeSpan.FromDays(30);
        Assert.Null(await ForgottenAsync(world, subject));
    }

    [Theory, EngineData]
    public async Task What_the_member_confirmed_signed_in_is_theirs_at_once(StoreEngine engine)
    {
        await using var world = await CreateAsync(engine);
        var (_, _, _, subject) = await world.MemberAsync();
        await ChangeAsync(world, subject, Own, warned: false);
        world.Clock.Now += TimeSpan.FromMinutes(1);
        await ConfirmAsync(world, subject, Signed.Member);
        Assert.NotNull(await ForgottenAsync(world, subject));
    }

    private static async Task<string?> ForgottenAsync(AccountsWorld world, SubjectId subject)
    {
        await world.SignIn.ForgottenAsync(Own, english: false, Cancel);
        return world.Messages.LinkOf(subject);
    }

    private static async Task ChangeAsync(AccountsWorld world, SubjectId subject, string mail, bool warned)
    {
        world.Clock.Now += TimeSpan.FromMinutes(1);
        if (warned)
        {
            var order = new MessageOrder
            {
                Template = ChangeWarnings.Address, Subject = subject, Case = "request-1", By = Desk, DedupeKey = mail,
                Fields = new MessageFields().Moment("at", world.Clock.Now).Link("link", "/account"),
            };
            var queued = await world.Outbox.WarnAsync(order, Cancel);
            await using var db = await world.Databases.CreateDbContextAsync(Cancel);
            await db.Set<MessageRow>().Where(row => row.Id == queued!.Value.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, MessageState.Sent), Cancel);
        }

        Assert.IsType<ActDone>(await world.Company.Trust.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [MessageTemplate.Address] = StoredValue.FromText(mail) }, new CorrectionBy.Staff(), Desk, @case: "request-1", ct: Cancel));
        world.Clock.Now += TimeSpan.FromMinutes(1);
        await ConfirmAsync(world, subject, ConfirmedAddress.ByLink);
    }

    private static async Task ConfirmAsync(AccountsWorld world, SubjectId subject, Accessor by)
    {
        var held = (await world.Company.Trust.Vault.DescribeAsync(subject, Cancel))!.Items.Single(item => item.Item == MessageTemplate.Address);
        Assert.IsType<ActDone>(await world.Company.Trust.Vault.ConfirmAsync(subject, held.Item, held.Version, world.Company.Trust.Policies.InForce.Version, by, Channel.Web, "request-1", Cancel));
    }
}
