using Azukari.Ledger;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Vault;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>Whatever ends an upload or a deletion half-way: nothing is readable that should not be, and nothing is left behind.</summary>
public sealed class CrashTests
{
    private const int TwoBatches = (20 * Chunk) + 5;

    [Theory]
    [EngineData("document-key-created")]
    [EngineData("document-chunks-written")]
    public async Task An_upload_killed_before_its_end_is_never_seen_and_is_removed_when_it_is_old(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await KillAsync(core, step, () => TryAddAsync(core, subject, Content(TwoBatches)));
        Assert.Empty((await core.Vault.Documents.ListAsync(subject, Cancel))!);
        Assert.Equal((step == "document-key-created" ? 0 : 1, step == "document-key-created" ? 0 : 16, 1), await CountAsync(core));
        await world.CloseAsync(core, kill: true);

        var young = await world.OpenCoreAsync(); // another process may still be at it
        Assert.Equal(1, (await CountAsync(young)).Keys);
        await world.CloseAsync(young, kill: true);
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        var again = await world.OpenCoreAsync();

        Assert.Equal((0L, 0L, 0L), await CountAsync(again));
        Assert.Equal(0, await DocumentWorld.CountAsync(again.Parts.Keys.Store, "unfinished_documents"));
        Assert.Single(await HistoryAsync(again, subject)); // the person's own acquisition
    }

    [Theory, EngineData]
    public async Task An_upload_killed_after_its_commit_is_there_and_recorded_once(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var content = Content(TwoBatches);
        await KillAsync(core, "act-written", () => TryAddAsync(core, subject, content));
        await world.CloseAsync(core, kill: true);
        world.Clock.Advance(TimeSpan.FromMinutes(16));

        var again = await world.OpenCoreAsync();

        var document = Assert.Single((await again.Vault.Documents.ListAsync(subject, Cancel))!);
        Assert.Equal(content, await ReadAsync(again, document));
        Assert.Single(await HistoryAsync(again, subject), e => e.Kind == EntryKind.Acquired && e.Items is ["note"]);
        Assert.Equal(0, await DocumentWorld.CountAsync(again.Parts.Keys.Store, "unfinished_documents"));
    }

    [Theory]
    [EngineData("act-written")]
    [EngineData("document-keys-destroyed")]
    [EngineData("document-chunks-removed")]
    public async Task A_deletion_killed_on_the_way_is_finished_at_opening_and_nothing_is_readable_before(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var document = await AddAsync(core, await world.MemberAsync(core), Content(70 * Chunk));
        await KillAsync(core, step, () => core.Vault.Documents.DeleteAsync(document.Subject, document.Id, Op, why: DeletionReason.Untrue, ct: Cancel));
        Assert.Null(await core.Vault.Documents.OpenAsync(document.Subject, document.Id, ForCare, Cancel));
        await world.CloseAsync(core, kill: true);

        var again = await world.OpenCoreAsync();

        Assert.Equal((0L, 0L, 0L), await CountAsync(again));
        Assert.Single(await HistoryAsync(again, document.Subject), e => e.Kind == EntryKind.Erased);
    }

    [Theory]
    [EngineData("erasure-decided")]
    [EngineData("erasure-keys-destroyed")]
    [EngineData("document-chunks-removed")]
    public async Task An_erasure_killed_on_the_way_takes_the_documents_at_opening(StoreEngine engine, string step)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        await AddAsync(core, subject, Content(70 * Chunk));
        await KillAsync(core, step, () => core.Vault.EraseAsync(subject, Op, ct: Cancel));
        await world.CloseAsync(core, kill: true);

        Assert.Equal((0L, 0L, 0L), await CountAsync(await world.OpenCoreAsync()));
    }

    [Theory, EngineData]
    public async Task A_content_that_breaks_off_or_is_given_up_leaves_nothing(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var broken = new ComingStream(40 * Chunk, given => given > 30 * Chunk ? throw new IOException("the line went dead") : Task.CompletedTask);
        await Assert.ThrowsAsync<IOException>(() => core.Vault.Documents.AddAsync(subject, New(), broken, Op, Cancel));
        Assert.Equal((0L, 0L, 0L), await CountAsync(core));

        using var stop = new CancellationTokenSource();
        var given = new ComingStream(40 * Chunk, at => at > 30 * Chunk ? stop.CancelAsync() : Task.CompletedTask);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => core.Vault.Documents.AddAsync(subject, New(), given, Op, stop.Token));

        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
        Assert.Single(await HistoryAsync(core, subject));
    }

    [Theory, EngineData]
    public async Task A_person_erased_during_an_upload_gets_no_document(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var erased = false;
        var coming = new ComingStream(40 * Chunk, async given =>
        {
            if (given < 30 * Chunk || erased) return;
            erased = true;
            Assert.Equal(0, (await core.Vault.EraseAsync(subject, Op, ct: Cancel))!.Documents);
        });

        Assert.True(Assert.IsType<DocumentOfNobody>(await core.Vault.Documents.AddAsync(subject, New(), coming, Op, Cancel)).Erased);

        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
    }

    [Theory, EngineData]
    public async Task An_upload_that_moves_is_not_taken_for_an_abandoned_one(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var coming = new ComingStream(60 * Chunk, async given =>
        {
            if (given % 1_000_000 != 0 || given == 0) return;
            world.Clock.Advance(TimeSpan.FromMinutes(10)); // slow, but each megabyte within the time
            await world.CloseAsync(await world.OpenCoreAsync());
        });

        Assert.IsType<DocumentKept>(await core.Vault.Documents.AddAsync(subject, New(), coming, Op, Cancel));
    }

    /// <summary>From a step on nothing more is done: what runs then ends there, tidying up included.</summary>
    private static async Task KillAsync(TrustCore core, string step, Func<Task> act)
    {
        var dead = false;
        core.Parts.AtStep = at => (dead |= at == step) ? throw new CrashException() : Task.CompletedTask;
        await Assert.ThrowsAsync<CrashException>(act);
        core.Parts.AtStep = null;
    }
}
