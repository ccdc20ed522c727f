using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using Azukari.Vault.Storage;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>How long documents stay: versions, deletion, retention, rotation, old copies of the stores.</summary>
public sealed class KeepingTests
{
    [Theory, EngineData]
    public async Task A_document_that_replaces_another_is_its_next_version_and_both_go_together(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var first = await AddAsync(core, subject, Content(100));
        var second = await AddAsync(core, subject, Content(200), New() with { Replaces = first.Id });
        var other = await AddAsync(core, subject, Content(300));

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(second.Id, (await core.Vault.Documents.ListAsync(subject, Cancel))!.Single(d => d.Id == first.Id).ReplacedBy);
        Assert.Equal(100, (await ReadAsync(core, first)).Length);
        Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Corrected && e.Items is ["note"]);
        Assert.Equal(UnfitReason.Replaced, Assert.IsType<DocumentUnfit>(await TryAddAsync(core, subject, Content(10), New() with { Replaces = first.Id })).Reason);
        Assert.Equal(UnfitReason.Replaced, Assert.IsType<DocumentUnfit>(await TryAddAsync(core, subject, Content(10), New(Contract) with { Replaces = second.Id })).Reason);
        Assert.Equal(UnfitReason.Replaced, Assert.IsType<DocumentUnfit>(await TryAddAsync(core, await world.MemberAsync(core), Content(10), New() with { Replaces = second.Id })).Reason);

        Assert.True((await core.Vault.Documents.DeleteAsync(subject, first.Id, Op, "request:3", why: DeletionReason.Untrue, ct: Cancel)).Done);

        Assert.Equal([other.Id], (await core.Vault.Documents.ListAsync(subject, Cancel))!.Select(d => d.Id));
        Assert.Equal((1L, 1L, 1L), await CountAsync(core));
        var entry = Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Erased);
        Assert.Equal((2L, "request:3", "rights.deletion"), (entry.Count, entry.Case, Assert.Single(entry.Clauses)));
        Assert.False(Assert.IsType<ActUnknown>(await core.Vault.Documents.DeleteAsync(subject, first.Id, Op, why: DeletionReason.Untrue, ct: Cancel)).Erased);
    }

    [Theory, EngineData]
    public async Task A_record_of_dealings_is_not_deleted_only_because_nobody_needs_it_and_the_attempt_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var contract = await AddAsync(core, subject, Content(100), New(Contract));

        var refused = Assert.IsType<ActRefused>(await core.Vault.Documents.DeleteAsync(subject, contract.Id, Op, "request-4", DeletionReason.NotNeeded, Cancel));

        Assert.Contains("is not deleted", refused.Refusal.Sentence("en"), StringComparison.Ordinal);
        Assert.Equal(100, (await ReadAsync(core, contract)).Length);
        var entry = Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Refused);
        Assert.Equal(("required-item-missing", "request-4", "contract"), (entry.Reason, entry.Case, Assert.Single(entry.Items)));

        Assert.True((await core.Vault.Documents.DeleteAsync(subject, contract.Id, Op, "request-5", DeletionReason.Untrue, Cancel)).Done);
        Assert.Null(await core.Vault.Documents.OpenAsync(subject, contract.Id, ForCare, Cancel));
        Assert.Equal((0L, 0L, 0L), await CountAsync(core)); // its key is gone as well
        entry = Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Erased);
        Assert.Equal(("deletion:untrue", "request-5", "contract", 1L), (entry.Reason, entry.Case, Assert.Single(entry.Items), entry.Count));
    }

    [Theory, EngineData]
    public async Task Two_who_replace_the_same_version_at_once_do_not_both_succeed(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var first = await AddAsync(core, subject, Content(100));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => TryAddAsync(core, subject, Content((17 * Chunk) + 1 + n), New() with { Replaces = first.Id })));

        Assert.Single(results, r => r is DocumentKept);
        Assert.Equal(3, results.Count(r => r is DocumentUnfit { Reason: UnfitReason.Replaced }));
        Assert.Equal(2, (await core.Vault.Documents.ListAsync(subject, Cancel))!.Count);
        Assert.Equal((2L, 19L, 2L), await CountAsync(core));
    }

    [Theory, EngineData]
    public async Task A_document_sent_again_under_its_id_is_kept_once_and_never_again_after_its_deletion(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var id = DocumentId.For(Op, subject, "upload-1");
        Assert.NotEqual(id, DocumentId.For(Op, other, "upload-1"));
        var untouched = new ComingStream(100, _ => throw new InvalidOperationException("The content was read."));
        Task<AddDocumentResult> AgainAsync(SubjectId of) => core.Vault.Documents.AddAsync(of, New() with { Id = id }, untouched, Op, Cancel);
        DocumentKnown? meanwhile = null;
        var coming = new ComingStream(20 * Chunk, async given =>
        {
            if (given > 17 * Chunk) meanwhile ??= Assert.IsType<DocumentKnown>(await AgainAsync(subject));
        });

        var document = Assert.IsType<DocumentKept>(await core.Vault.Documents.AddAsync(subject, New() with { Id = id }, coming, Op, Cancel)).Document;

        Assert.Equal(id, document.Id);
        Assert.Equal(new DocumentKnown(null, IsComing: true), meanwhile);
        Assert.Equal(new DocumentKnown(document, IsComing: false), await AgainAsync(subject));
        Assert.Equal(new DocumentKnown(null, IsComing: false), await AgainAsync(other));
        Assert.Equal((1L, 20L, 1L), await CountAsync(core));
        await core.Vault.Documents.DeleteAsync(subject, id, Op, why: DeletionReason.Untrue, ct: Cancel);
        Assert.Equal(new DocumentKnown(null, IsComing: false), await core.Vault.Documents.AddAsync(subject, New() with { Id = id }, new MemoryStream(Content(10)), Op, Cancel));
        Assert.Equal((0L, 0L, 0L), await CountAsync(core));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TryAddAsync(core, subject, Content(20 * Chunk), New() with { Id = DocumentId.For(Op, subject, "upload-2") })));
        Assert.Single(results, r => r is DocumentKept);
        Assert.Equal(3, results.Count(r => r is DocumentKnown));
        Assert.Equal((1L, 20L, 1L), await CountAsync(core));
    }

    [Theory, EngineData]
    public async Task Documents_end_with_their_retention_and_it_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await AddAsync(core, subject, Content(100));
        var older = await AddAsync(core, subject, Content(100), New() with { AcquiredAt = world.Clock.GetUtcNow().AddDays(-100) });
        var contract = await AddAsync(core, subject, Content(100), New(Contract));
        var survey = await AddAsync(core, subject, Content(100), New(Survey));
        Assert.Null(contract.Until);
        Assert.Equal(world.Clock.GetUtcNow().AddDays(-100).AddYears(1), older.Until);

        await core.Vault.StartRetentionAsync(subject, RetentionStart.MembershipEnd, world.Clock.GetUtcNow(), Op, ct: Cancel);
        Assert.Equal(world.Clock.GetUtcNow().AddYears(3), (await core.Vault.Documents.ListAsync(subject, Cancel))!.Single(d => d.Id == contract.Id).Until);
        world.Clock.Advance(TimeSpan.FromDays(300));
        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Documents);
        Assert.NotEmpty(await ReadAsync(core, survey)); // a use: kept for a year from here
        world.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal(1, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Documents);
        Assert.Equal([contract.Id, survey.Id], (await core.Vault.Documents.ListAsync(subject, Cancel))!.Select(d => d.Id).Order(Comparer<DocumentId>.Create((a, b) => a == contract.Id ? -1 : 1)));
        world.Clock.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(2, (await core.Vault.ExpireAsync(world.Clock.GetUtcNow(), Op, Cancel)).Documents);

        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
        Assert.Equal(3, (await HistoryAsync(core, subject)).Count(e => e is { Kind: EntryKind.Expired, Reason: "documents" }));
    }

    [Theory, EngineData]
    public async Task Rotation_wraps_the_keys_of_documents_anew_and_the_old_key_store_opens_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var document = await AddAsync(core, await world.MemberAsync(core), Content(Chunk + 1));
        var before = await StoreCopy.TakeAsync(world, core, "keys");

        var rotated = await core.Keys.RotateAsync(Path.Combine(world.Place.Folder, "master.backup"), Op, ct: Cancel);

        Assert.Equal([1], rotated.Destroyed);
        Assert.Equal(0, await core.Parts.Keys.Store.ReadAsync((s, c) => s.ScalarAsync<long>("SELECT count(*) FROM document_keys WHERE master = 1", c), ct: Cancel));
        Assert.Equal(Chunk + 1, (await ReadAsync(core, document)).Length);
        await world.CloseAsync(core);
        await before.RestoreAsync();
        await Assert.ThrowsAsync<Azukari.Vault.Keys.MasterKeyException>(() => world.OpenCoreAsync());
    }

    [Theory]
    [EngineData(true)]
    [EngineData(false)]
    public async Task Yesterdays_keys_and_vault_bring_back_neither_an_erased_person_nor_a_deleted_document(StoreEngine engine, bool withKeys)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (subject, other) = (await world.MemberAsync(core), await world.MemberAsync(core));
        var gone = await AddAsync(core, subject, Content(100));
        var deleted = await AddAsync(core, other, Content(70 * Chunk));
        var kept = await AddAsync(core, other, Content(100));
        var (keys, vault) = (await StoreCopy.TakeAsync(world, core, "keys"), await StoreCopy.TakeAsync(world, core, "vault"));
        await core.Vault.EraseAsync(subject, Op, ct: Cancel);
        await core.Vault.Documents.DeleteAsync(other, deleted.Id, Op, why: DeletionReason.Untrue, ct: Cancel);
        await world.CloseAsync(core);
        if (withKeys) await keys.RestoreAsync();
        await vault.RestoreAsync();

        var again = await world.OpenCoreAsync();

        Assert.IsType<RefusedAccess<DocumentContent>>(await again.Vault.Documents.OpenAsync(subject, gone.Id, ForCare, Cancel));
        Assert.Null(await again.Vault.Documents.OpenAsync(other, deleted.Id, ForCare, Cancel));
        Assert.Equal((1L, 1L, 1L), await CountAsync(again));
        Assert.Equal(100, (await ReadAsync(again, kept)).Length);
    }

    [Theory, EngineData]
    public async Task A_document_whose_key_is_missing_is_not_readable_and_the_others_are(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var first = await AddAsync(core, subject, Content(100));
        var older = await StoreCopy.TakeAsync(world, core, "keys");
        var second = await AddAsync(core, subject, Content(100));
        await world.CloseAsync(core);
        await older.RestoreAsync();

        var again = await world.OpenCoreAsync();

        Assert.Null(await again.Vault.Documents.OpenAsync(subject, second.Id, ForCare, Cancel));
        Assert.Equal(100, (await ReadAsync(again, first)).Length);
    }

    /// <summary>A data folder of the release before documents.</summary>
    [Theory, EngineData]
    public async Task A_data_folder_without_documents_is_brought_up_to_date(StoreEngine engine)
    {
        await using var world = await EmptyAsync(engine);
        foreach (var definition in new[] { VaultStores.Keys, VaultStores.Vault })
        {
            var first = new StoreDefinition(definition.Name, [.. definition.Migrations.Take(definition.Name == "vault" ? 2 : 1)]) { SecureDelete = true };
            await using var store = await Store.OpenAsync(world.Place.Location, first, world.Clock, Cancel);
            Assert.DoesNotContain(await SchemaTests.ColumnsAsync(store), c => c.Contains("document", StringComparison.Ordinal) && !c.StartsWith("vault.policies", StringComparison.Ordinal));
        }

        var core = await world.OpenCoreAsync();
        await core.Publications.PublishAsync(VaultPolicies.First, Op, Cancel);
        var document = await AddAsync(core, await world.MemberAsync(core), Content(Chunk + 1));

        Assert.Equal(Chunk + 1, (await ReadAsync(core, document)).Length);
    }
}
