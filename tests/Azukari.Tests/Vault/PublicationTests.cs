using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Loading;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class PublicationTests
{
    [Theory, EngineData]
    public async Task A_version_is_kept_as_published_recorded_and_in_force_at_once(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var result = await core.Publications.PublishAsync(VaultPolicies.Second, Op, Cancel);

        var kept = (await core.Publications.InForceAsync(Cancel))!;
        Assert.Equal(VaultPolicies.Second.Sha256, kept.Document.Sha256);
        Assert.Equal((V2, Op), (kept.Document.Version, kept.By));
        Assert.Equal([V1, V2], (await core.Publications.AllAsync(Cancel)).Select(p => p.Document.Version));
        Assert.Equal(V2, core.Policies.InForce.Version);
        Assert.Equal((EntryKind.Published, "2025-01"), ((await core.Ledger.FindAsync(result.EntryId!.Value, Cancel))!.Entry.Kind, (await core.Ledger.FindAsync(result.EntryId.Value, Cancel))!.Entry.PolicyVersion));
        await world.CloseAsync(core);
        Assert.Equal(V2, (await world.OpenCoreAsync()).Policies.InForce.Version);
    }

    [Theory, EngineData]
    public async Task A_version_must_name_its_predecessor_by_hash(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        await Assert.ThrowsAsync<PolicyException>(() => core.Publications.PublishAsync(VaultPolicies.Narrowed, Op, Cancel));

        Assert.Equal(V1, core.Policies.InForce.Version);
        Assert.Single(await core.Publications.AllAsync(Cancel));
    }

    [Theory]
    [EngineData("document")]
    [EngineData("entry")]
    [EngineData("none")]
    public async Task A_published_document_exchanged_in_the_store_hash_and_all_is_held_against_the_ledger(StoreEngine engine, string how)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await world.CloseAsync(core);
        // Another document of the same version, its hash beside it right: only the ledger knows which one was published.
        var forged = System.Text.Encoding.UTF8.GetBytes(VaultPolicies.First.Source + "\n# wider\n");
        await using (var store = await Store.OpenAsync(world.Place.Location, Azukari.Vault.Storage.VaultStores.Vault, world.Clock, Cancel))
        {
            await store.WriteAsync((tx, c) => tx.ExecuteAsync(how switch
            {
                "document" => "UPDATE policies SET document = @document, sha256 = @hash",
                "entry" => "UPDATE policies SET document = @document, sha256 = @hash, entry = @entry",
                _ => "UPDATE policies SET document = @document, sha256 = @hash, entry = NULL",
            }, c, ("document", forged), ("hash", System.Security.Cryptography.SHA256.HashData(forged)), ("entry", EntryId.New(world.Clock.GetUtcNow()).ToBytes())), Cancel);
        }

        var refused = await Assert.ThrowsAsync<PolicyException>(() => world.OpenCoreAsync());
        Assert.Contains("2024-01", refused.Message, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Publishing_the_newest_version_again_changes_and_records_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        Assert.Null((await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel)).EntryId);

        Assert.Single(await LedgerAsync(core), e => e.Kind == EntryKind.Published);
    }

    [Theory, EngineData]
    public async Task A_version_that_would_strand_a_registered_view_is_refused_and_the_view_named(StoreEngine engine)
    {
        var world = await EmptyAsync(engine);
        await using var _ = world;
        world.Views = new ViewRegister().Add<Parcel>();
        var core = await world.OpenCoreAsync();
        var error = await Assert.ThrowsAsync<StrandedViewException>(() => core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel));
        Assert.Contains("test.parcel", error.Message, StringComparison.Ordinal);
        Assert.Contains("clause purpose.ship", error.Message, StringComparison.Ordinal);
        Assert.False(core.HasPolicy);
    }

    [Theory, EngineData]
    public async Task A_view_no_clause_permits_keeps_the_program_from_starting_and_is_named_with_the_clause(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await world.CloseAsync(core);
        world.Views = new ViewRegister().Add<Parcel>();

        var error = await Assert.ThrowsAsync<StrandedViewException>(() => world.OpenCoreAsync());

        Assert.Contains("test.parcel", error.Message, StringComparison.Ordinal);
        Assert.Contains("item-beyond-purpose, clause purpose.ship", error.Message, StringComparison.Ordinal);
        world.Views = new ViewRegister();
        await world.OpenCoreAsync(); // nothing was left locked
    }

    [Theory, EngineData]
    public async Task A_typed_view_reads_its_items_and_nothing_else_opens_it(StoreEngine engine)
    {
        var world = await EmptyAsync(engine);
        await using var _ = world;
        world.Views = new ViewRegister().Add<Label>();
        var core = await world.OpenCoreAsync();
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var subject = await world.MemberAsync(core);

        var granted = Assert.IsType<Granted<Label>>(await core.Vault.ReadAsync<Label>(subject, ForShipping, Cancel));
        Assert.Contains(Azukari.Testing.Canaries.CanaryWords.FamilyName, granted.Values.To.Full, StringComparison.Ordinal);
        Assert.IsType<RefusedAccess<Label>>(await core.Vault.ReadAsync<Label>(SubjectId.New(), ForShipping, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => core.Vault.ReadAsync<Label>(subject, ForCare, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => core.Vault.ReadAsync<Parcel>(subject, ForShipping, Cancel));
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_decided()
    {
        var world = await EmptyAsync(StoreEngine.Sqlite);
        await using var _ = world;
        var core = await world.OpenCoreAsync();

        Assert.False(core.HasPolicy);
        await Assert.ThrowsAsync<InvalidOperationException>(() => core.Vault.ReadAsync(SubjectId.New(), [Name], ForCare, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => core.Vault.AcquireAsync(world.Person(), Op, Cancel));
    }

    [Theory, EngineData]
    public async Task A_published_document_changed_behind_the_vaults_back_is_not_decided_by(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await core.Parts.Vault.WriteAsync((tx, c) => tx.ExecuteAsync("UPDATE policies SET document = @d", c, ("d", "policy: other"u8.ToArray())), Cancel);
        await world.CloseAsync(core);

        Assert.Contains("hash", (await Assert.ThrowsAsync<PolicyException>(() => world.OpenCoreAsync())).Message, StringComparison.Ordinal);
    }

    /// <summary>Needs the phone, which the first version does not let shipping use.</summary>
    private sealed record Parcel : IView<Parcel>
    {
        public static ViewDeclaration Declaration { get; } = new("test.parcel", Ship, RecipientKind.Parse("staff.ship"), [Name, Phone]);

        public static Parcel Read(ItemValues values) => new();
    }

    private sealed record Label(PersonName To) : IView<Label>
    {
        public static ViewDeclaration Declaration { get; } = new("test.label", Ship, RecipientKind.Parse("staff.ship"), [Name, Address]);

        public static Label Read(ItemValues values) => new(values.Get<PersonName>(Name)!);
    }
}
