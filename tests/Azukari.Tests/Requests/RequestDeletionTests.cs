using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Requests.Contracts;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;

namespace Azukari.Tests.Requests;

/// <summary>One item deleted for a request, under the company's policy, on both engines.</summary>
public sealed class RequestDeletionTests
{
    private static readonly ItemId Name = ItemId.Parse("name"), Email = ItemId.Parse("email");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EngineData(RequestKind.Deletion)]
    [EngineData(RequestKind.Correction)]
    public async Task It_stands_on_the_request_it_was_done_for(StoreEngine engine, RequestKind kind)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var person = await world.PersonAsync();
        var request = Assert.IsType<Asked>(await world.Book.EnterAsync(
            person, "ABCDEF", kind, true, "メールを消してほしい", new Arrival(RequestWay.Post, new DateOnly(2026, 11, 24), IdentityCheck.Document), RequestsWorld.Desk, Cancel)).Request;
        Assert.Equal(Answering.NothingDone, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted), RequestsWorld.Desk, Cancel));

        Assert.True((await world.Company.Trust.Vault.DeleteAsync(person, [Email], "deletion:not-needed", RequestsWorld.Desk, request.Code, Cancel)).Done);

        var deed = Assert.Single(await world.Book.DeedsAsync(request, Cancel));
        Assert.Equal((EntryKind.Erased, "email"), (deed.Kind, Assert.Single(deed.Items)));
        Assert.Equal(Answering.Given, await world.Book.AnswerAsync(request.Code, new RequestAnswer(RequestState.Granted), RequestsWorld.Desk, Cancel));
    }

    [Theory, EngineData]
    public async Task A_name_that_was_provided_is_kept_for_the_record_of_that_and_for_nothing_else(StoreEngine engine)
    {
        await using var world = await RequestsWorld.OpenAsync(engine);
        var (trust, desk) = (world.Company.Trust, RequestsWorld.Desk);
        var (provided, quiet) = (await world.PersonAsync(), await world.PersonAsync());
        await trust.Ledger.AppendAsync(LedgerEntry.Now(world.Clock, EntryKind.Provided) with
        {
            Subject = await trust.Vault.PseudonymOfAsync(provided, Cancel), Accessor = "mihon-client", As = "authority", Recipient = "mihon-office", Purpose = "provision.law", Items = ["name"],
            PolicyVersion = trust.Policies.InForce.Version.Value, Case = "letter-1",
        }, Cancel);
        Assert.IsType<RequiredItemMissing>(Assert.IsType<ActRefused>(await trust.Vault.DeleteAsync(provided, [Name], "deletion:not-needed", desk, "request-1", Cancel)).Refusal);
        foreach (var person in new[] { provided, quiet })
        {
            await trust.Vault.ChangeKindAsync(person, SubjectKind.Parse("former-member"), desk, "request-1", Cancel);
            Assert.True((await trust.Vault.DeleteAsync(person, [Name], "deletion:not-needed", desk, "request-1", Cancel)).Done);
            Assert.DoesNotContain((await trust.Vault.DescribeAsync(person, Cancel))!.Items, item => item.Item == Name);
        }

        // The erasure after it finds no name any more, and keeps the one set apart before.
        Assert.Equal(world.Clock.GetUtcNow().AddYears(3), (await trust.Vault.EraseAsync(provided, desk, ct: Cancel))!.StatutoryUntil!.Value, TimeSpan.FromMinutes(1));
        Assert.Null((await trust.Vault.EraseAsync(quiet, desk, ct: Cancel))!.StatutoryUntil);
    }
}
