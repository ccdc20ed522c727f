using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Policy;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>A publication is recorded with what it changes: in its ledger entry, proved with it, held against the documents.</summary>
public sealed class RecordedDifferenceTests
{
    [Theory, EngineData]
    public async Task What_a_version_changes_stands_in_the_entry_of_its_publication_is_proved_with_it_and_agrees_with_the_documents(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var result = await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);

        await core.Ledger.SealAsync(Cancel);
        var proof = (await core.Ledger.ProveInclusionAsync(result.EntryId!.Value, Cancel))!;
        Assert.True(proof.Verify(core.Ledger.VerifierKey));
        var difference = proof.Entry.Difference!;
        Assert.Equal(VaultPolicies.First.Version.Value, difference.Since);
        Assert.Contains(difference.Gained, access => access.Purpose == "purpose.ship" && access.Items.Contains("phone"));
        Assert.Empty(difference.Lost);
        Assert.Equal("purpose.ship", Assert.Single(difference.Clauses).Clause);
        Assert.Equal(RecordedDifference.TextHash(VaultPolicies.Second.FindClause(Azukari.Policy.ClauseId.Parse("purpose.ship"))!), difference.Clauses[0].TextAfter);

        var recorded = (await core.Publications.RecordedAsync(V2, Cancel))!;
        Assert.Equal((result.EntryId.Value, true), (recorded.Entry, recorded.Agrees));
        Assert.Equal(difference, recorded.Difference);
        var first = (await core.Publications.RecordedAsync(V1, Cancel))!;
        Assert.Equal((null, null), (first.Difference, first.Agrees));
        Assert.Null(await core.Publications.RecordedAsync(Azukari.Policy.PolicyVersion.Parse("1999-01"), Cancel));

        await core.Publications.PublishAsync(VaultPolicies.Narrowed, Op, Cancel);
        var narrowed = (await core.Publications.RecordedAsync(VaultPolicies.Narrowed.Version, Cancel))!.Difference!;
        Assert.Contains(narrowed.Lost, access => access.Items.Contains("phone"));
        await world.CloseAsync(core);
        Assert.Equal(difference, (await (await world.OpenCoreAsync()).Publications.RecordedAsync(V2, Cancel))!.Difference);
    }

    [Theory, EngineData]
    public async Task A_record_of_another_difference_is_told(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var result = await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);
        var entry = (await core.Ledger.FindAsync(result.EntryId!.Value, Cancel))!.Entry;
        // Somebody with the database in his hands has another entry in the place of the true one, difference and all.
        var other = new LedgerEntry(EntryId.New(world.Clock.GetUtcNow()), entry.Time, EntryKind.Published)
        {
            Accessor = entry.Accessor, PolicyVersion = entry.PolicyVersion, Reason = entry.Reason, Difference = entry.Difference! with { Gained = [] },
        };
        await core.Ledger.AppendAsync(other, Cancel);
        await world.CloseAsync(core);
        await using (var store = await Store.OpenAsync(world.Place.Location, Azukari.Vault.Storage.VaultStores.Vault, world.Clock, Cancel))
            await store.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE policies SET entry = @entry WHERE version = @version", c, ("entry", other.Id.ToBytes()), ("version", V2.Value)), Cancel);

        Assert.False((await (await world.OpenCoreAsync()).Publications.RecordedAsync(V2, Cancel))!.Agrees);
    }

    [Fact]
    public void The_shipped_versions_have_a_difference_with_room_to_spare()
    {
        var difference = RecordedDifference.Of(ShippedPolicies.Of("2021-04"), ShippedPolicies.Of("2026-10"));

        Assert.NotEmpty(difference.Gained);
        Assert.NotEmpty(difference.Clauses);
        Assert.InRange(difference.ToCanonicalJson().Length, 1, 128 * 1024);
        Assert.Equal(difference, RecordedDifference.Of(ShippedPolicies.Of("2021-04"), ShippedPolicies.Of("2026-10")));
    }
}
