using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.Documents.DocumentWorld;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault.Documents;

/// <summary>An act acknowledged while a document is being read is never overtaken by a chunk that was not handed out yet.</summary>
public sealed class StoppingTests
{
    [Theory, EngineData]
    public async Task An_erasure_ends_the_reading_and_the_certificate_counts_the_documents(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var document = await AddAsync(core, subject, Content(3 * Chunk));
        await AddAsync(core, subject, Content(10));
        var kept = await AddAsync(core, await world.MemberAsync(core), Content(10));

        var stopped = await StoppedAsync(core, document, ForCare, async () =>
        {
            var certificate = await core.Vault.EraseAsync(subject, Op, ct: Cancel);
            Assert.Equal(2, certificate!.Documents);
            Assert.Contains(ErasureStep.KeysDestroyed, certificate.Done);
        });

        Assert.IsType<Erased>(stopped.Refusal);
        Assert.Equal((1L, 1L, 1L), await CountAsync(core));
        Assert.Equal(10, (await ReadAsync(core, kept)).Length);
        Assert.Null(await core.Vault.Documents.ListAsync(subject, Cancel));
        Assert.IsType<Erased>(Assert.IsType<RefusedAccess<DocumentContent>>(await core.Vault.Documents.OpenAsync(subject, document.Id, ForCare, Cancel)).Refusal);
        Assert.IsType<DocumentOfNobody>(await TryAddAsync(core, subject, Content(10)));
        Assert.Equal(0, (await core.Vault.EraseAsync(subject, Op, ct: Cancel))!.Documents);
    }

    [Theory, EngineData]
    public async Task A_withdrawal_ends_the_reading_of_what_the_consent_permitted(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var document = await AddAsync(core, subject, Content(3 * Chunk), New(Health, null, ForHealth));
        var consent = Assert.Single((await core.Vault.DescribeAsync(subject, Cancel))!.Consents).Id;

        var stopped = await StoppedAsync(core, document, ForCare, () => core.Vault.WithdrawAsync(subject, consent, Op, Cancel));

        Assert.IsType<NoConsent>(stopped.Refusal);
        var refused = (await HistoryAsync(core, subject)).First();
        Assert.Equal((EntryKind.Refused, stopped.EntryId, "health"), (refused.Kind, refused.Id, Assert.Single(refused.Items)));
        Assert.IsType<NoConsent>(Assert.IsType<RefusedAccess<DocumentContent>>(await core.Vault.Documents.OpenAsync(subject, document.Id, ForCare, Cancel)).Refusal);
    }

    [Theory, EngineData]
    public async Task A_restriction_of_the_item_ends_the_reading_and_leaves_other_items(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var document = await AddAsync(core, subject, Content(3 * Chunk));
        var other = await AddAsync(core, subject, Content(100), New(Contract));

        var stopped = await StoppedAsync(core, document, ForCare, () => core.Vault.RestrictAsync(subject, new Restriction.OfItems([Note]), Op, Cancel));

        Assert.IsType<Restricted>(stopped.Refusal);
        Assert.Equal(100, (await ReadAsync(core, other)).Length);
        world.Facts[Condition.IdentityConfirmed] = true;
        Assert.NotEmpty(await ReadAsync(core, document, As("self", "rights.disclosure", "request:1") with { IdentityConfirmed = true }));
        Assert.Contains(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Disclosed);
    }

    [Theory, EngineData]
    public async Task A_deletion_ends_the_reading(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var document = await AddAsync(core, await world.MemberAsync(core), Content(3 * Chunk));

        var stopped = await StoppedAsync(core, document, ForCare, () => core.Vault.Documents.DeleteAsync(document.Subject, document.Id, Op, why: DeletionReason.Untrue, ct: Cancel));

        Assert.Null(stopped.Refusal);
        Assert.Equal((0L, 0L, 0L), await CountAsync(core));
        Assert.Null(await core.Vault.Documents.OpenAsync(document.Subject, document.Id, ForCare, Cancel));
    }

    [Theory, EngineData]
    public async Task A_publication_that_permits_no_longer_ends_the_reading_in_another_process_too(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var document = await AddAsync(core, await world.MemberAsync(core, world.Person(V2)), Content(3 * Chunk), New() with { PolicyVersion = V2 });
        var other = await world.OpenCoreAsync();
        await using var opened = (await OpenDocumentAsync(other, document)).Values;
        await opened.Content.ReadExactlyAsync(new byte[10], Cancel);

        await core.Publications.PublishAsync(VaultPolicies.Narrowed, Op, Cancel); // what care may read stays as it was

        Assert.Equal((3 * Chunk) - 10, (await ToEndAsync(opened.Content)).Length);
    }

    [Theory, EngineData]
    public async Task An_act_that_changes_nothing_for_the_reader_lets_the_reading_go_on_without_another_entry(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var content = Content(3 * Chunk);
        var document = await AddAsync(core, subject, content);
        await using var opened = (await OpenDocumentAsync(core, document)).Values;
        var begin = new byte[100];
        await opened.Content.ReadExactlyAsync(begin, Cancel);

        await core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", CanaryWords.Mail(77)) }, new CorrectionBy.Staff(), Op, ct: Cancel);
        await core.Vault.RestrictAsync(subject, new Restriction.ForPurpose(Ship), Op, Cancel);

        Assert.Equal(content, begin.Concat(await ToEndAsync(opened.Content)));
        Assert.Single(await HistoryAsync(core, subject), e => e.Kind == EntryKind.Used);
    }

    [Theory, EngineData]
    public async Task The_entry_is_durable_and_the_person_looked_at_again_before_the_name_is_released(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        var document = await AddAsync(core, subject, Content(10));
        core.Vault.Gate.BeforeRecheck = async () =>
        {
            core.Vault.Gate.BeforeRecheck = null;
            Assert.Contains(await LedgerAsync(core), e => e.Kind == EntryKind.Used);
            await core.Vault.RestrictAsync(subject, new Restriction.Everything(), Op, Cancel);
        };

        var result = await core.Vault.Documents.OpenAsync(subject, document.Id, ForCare, Cancel);

        Assert.IsType<Restricted>(Assert.IsType<RefusedAccess<DocumentContent>>(result).Refusal);
    }

    /// <summary>Reads a little, lets the act be acknowledged, and reads on: what is held of the present chunk, then the typed end.</summary>
    private static async Task<DocumentStoppedException> StoppedAsync(TrustCore core, HeldDocument document, AccessContext context, Func<Task> act)
    {
        await using var opened = (await OpenDocumentAsync(core, document, context)).Values;
        await opened.Content.ReadExactlyAsync(new byte[10], Cancel);
        await act();
        await opened.Content.ReadExactlyAsync(new byte[Chunk - 10], Cancel); // handed out before
        return await Assert.ThrowsAsync<DocumentStoppedException>(async () => await opened.Content.ReadExactlyAsync(new byte[1], Cancel));
    }
}
