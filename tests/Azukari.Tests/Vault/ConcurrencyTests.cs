using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

/// <summary>Acts that overlap may go either way; an act that was acknowledged is never overtaken. Two cores stand for two processes or nodes.</summary>
public class ConcurrencyTests
{
    /// <summary>Whether single reads on SQLite go together, however few they are.</summary>
    private protected virtual bool Crowd => false;

    private static readonly AccessContext ForStranger = As("stranger", "purpose.care", ground: "provision.consent", to: "stranger:1");
    private static readonly ConsentGrant ToStranger = new(Care, RecipientKind.Parse("stranger"), [Name]);

    [Theory, EngineData]
    public async Task An_acknowledged_withdrawal_is_never_overtaken_by_a_read(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var (released, refused) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var subject = await world.MemberAsync(core);
            var given = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, ToStranger, Op, Cancel));
            var acknowledged = 0L;
            var reads = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
            {
                for (var i = 0; i < 6; i++)
                {
                    var before = Interlocked.Read(ref acknowledged);
                    var result = await (reader % 2 == 0 ? core : beside).Vault.ReadAsync(subject, [Name], ForStranger, Cancel);
                    if (result is Granted<ItemValues>)
                    {
                        Assert.Equal(0, before); // begun after the acknowledgement: must not be released
                        Interlocked.Increment(ref released);
                    }
                    else
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            }, Cancel)).ToList();
            await Task.Yield();
            Assert.True((await core.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel)).Done);
            Interlocked.Exchange(ref acknowledged, 1);
            await Task.WhenAll(reads);
            Assert.IsType<NoConsent>((await RefusedAsync(beside, subject, ForStranger, Name)).Refusal);
        }

        Assert.True(released > 0 && refused > 0, $"{released} released, {refused} refused: the acts did not overlap");
    }

    [Theory, EngineData]
    public async Task A_withdrawal_acknowledged_before_release_is_seen_however_far_the_read_had_come(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core);
        var given = Assert.IsType<ConsentGiven>(await core.Vault.ConsentAsync(subject, ToStranger, Op, Cancel));
        core.Vault.Gate.BeforeRecheck = async () =>
        {
            core.Vault.Gate.BeforeRecheck = null; // decided, recorded, opened, and about to be released
            Assert.True((await beside.Vault.WithdrawAsync(subject, given.ConsentId, Op, Cancel)).Done);
        };

        Assert.IsType<NoConsent>((await RefusedAsync(core, subject, ForStranger, Name)).Refusal);

        Assert.Equal([EntryKind.Refused, EntryKind.Withdrawn], (await HistoryAsync(core, subject)).Select(e => e.Kind).Where(k => k is EntryKind.Refused or EntryKind.Withdrawn));
    }

    [Theory, EngineData]
    public async Task A_person_who_changes_without_end_is_refused_in_the_end(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core);
        core.Vault.Gate.BeforeRecheck = async () => await core.Vault.ConsentAsync(subject, ToStranger, Op, Cancel);

        var refused = await RefusedAsync(core, subject, ForCare, Name);

        Assert.IsType<StaleRequest>(refused.Refusal);
        Assert.Equal("stale-request", (await core.Ledger.FindAsync(refused.EntryId, Cancel))!.Entry.Reason);
    }

    [Theory, EngineData]
    public async Task Reads_that_overlap_an_erasure_release_whole_values_or_refuse_and_none_after_it(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        for (var round = 0; round < 25; round++)
        {
            var subject = await world.MemberAsync(core);
            var erased = 0L;
            var reads = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
            {
                for (var i = 0; i < 6; i++)
                {
                    var before = Interlocked.Read(ref erased);
                    switch (await (reader % 2 == 0 ? core : beside).Vault.ReadAsync(subject, [Name, Email], ForCare, Cancel))
                    {
                        case Granted<ItemValues> granted:
                            Assert.Equal(0, before);
                            Assert.NotNull(granted.Values[Name]);
                            Assert.NotNull(granted.Values[Email]);
                            break;
                        case RefusedAccess<ItemValues> refused:
                            Assert.IsType<Erased>(refused.Refusal);
                            break;
                    }
                }
            }, Cancel)).ToList();
            await Task.Yield();
            Assert.NotNull(await beside.Vault.EraseAsync(subject, Op, ct: Cancel));
            Interlocked.Exchange(ref erased, 1);
            await Task.WhenAll(reads);
        }
    }

    [Theory, EngineData]
    public async Task Corrections_from_two_processes_follow_each_other_and_none_is_lost(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => (n % 2 == 0 ? core : beside).Vault.CorrectAsync(
            subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", Azukari.Testing.Canaries.CanaryWords.Mail(8000 + n)) }, new CorrectionBy.Staff(), Op, ct: Cancel), Cancel)));

        var item = (await core.Vault.DescribeAsync(subject, Cancel))!.Items.Single(i => i.Item == Email);
        Assert.Equal(21, item.Version);
        Assert.Equal(20, (await HistoryAsync(beside, subject)).Count(e => e.Kind == EntryKind.Corrected));
        var last = (await GrantedAsync(core, subject, ForCare, Email)).Values[Email]!.Value.Reveal();
        Assert.Equal([subject], Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, last, ForCare, ct: Cancel)).Hits);
    }

    [Theory, EngineData]
    public async Task Two_erasures_at_once_are_one(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core);

        var certificates = await Task.WhenAll(Task.Run(() => core.Vault.EraseAsync(subject, Op, ct: Cancel)), Task.Run(() => beside.Vault.EraseAsync(subject, Op, ct: Cancel)));

        Assert.Single(certificates, c => c!.EntryId is not null);
        Assert.Single(await LedgerAsync(core), e => e.Kind == EntryKind.Erased);
    }

    [Theory, EngineData]
    public async Task A_withdrawal_in_mid_stream_keeps_the_person_out_of_all_chunks_decided_afterwards(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 600).Select(__ => world.Person() with { Consents = [ToStranger] })], Op, Cancel))
            .Select(r => ((Acquired)r).SubjectId).ToList();
        var late = people[^1];
        var given = Assert.Single((await core.Vault.DescribeAsync(late, Cancel))!.Consents).Id;
        var (seen, refused) = (0, new List<AccessResult<ItemValues>>());

        await foreach (var result in core.Vault.ReadManyAsync(people.ToAsyncEnumerable(), [Name], ForStranger, Cancel))
        {
            if (++seen == 100) Assert.True((await beside.Vault.WithdrawAsync(late, given, Op, Cancel)).Done); // in the first of three chunks
            if (result is RefusedAccess<ItemValues>) refused.Add(result);
        }

        Assert.Equal(600, seen);
        var only = Assert.IsType<RefusedAccess<ItemValues>>(Assert.Single(refused));
        Assert.Equal(late, only.Subject);
        Assert.IsType<NoConsent>(only.Refusal);
        Assert.DoesNotContain(await HistoryAsync(core, late), e => e.Kind == EntryKind.Provided);
        Assert.Equal(599, (await LedgerAsync(core)).Count(e => e.Kind == EntryKind.Provided));
    }

    [Theory, EngineData]
    public async Task A_consumer_who_stops_leaves_at_most_one_chunk_recorded_beyond_what_it_saw(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 1300).Select(__ => world.Person())], Op, Cancel)).Select(r => ((Acquired)r).SubjectId).ToList();

        await foreach (var result in core.Vault.ReadManyAsync(people.ToAsyncEnumerable(), [Name], ForCare, Cancel))
        {
            Assert.NotNull(Assert.IsType<Granted<ItemValues>>(result).Values[Name]);
            break; // the first of six chunks
        }

        Assert.InRange((await LedgerAsync(core)).Count(e => e.Kind == EntryKind.Used), 256, 512);
    }

    [Theory, EngineData]
    public async Task An_erasure_between_recording_and_release_of_a_chunk_keeps_the_person_out_of_it(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var people = (await core.Vault.AcquireManyAsync([.. Enumerable.Range(0, 300).Select(__ => world.Person())], Op, Cancel)).Select(r => ((Acquired)r).SubjectId).ToList();
        core.Vault.Gate.BeforeRecheck = async () =>
        {
            core.Vault.Gate.BeforeRecheck = null;
            Assert.NotNull(await core.Vault.EraseAsync(people[7], Op, ct: Cancel));
        };

        var results = await core.Vault.ReadManyAsync(people.ToAsyncEnumerable(), [Name, Email], ForCare, Cancel).ToListAsync(Cancel);

        Assert.Equal(people, results.Select(r => r.Subject));
        Assert.IsType<Erased>(Assert.IsType<RefusedAccess<ItemValues>>(results[7]).Refusal);
        Assert.Equal(299, results.OfType<Granted<ItemValues>>().Count(g => g.Values[Name] is not null && g.Values[Email] is not null));
    }

    [Theory, EngineData]
    public async Task A_narrowing_published_by_another_process_acts_on_the_next_decision(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core, world.Person(V2));
        await GrantedAsync(beside, subject, ForShipping, Phone);

        await core.Publications.PublishAsync(VaultPolicies.Narrowed, Op, Cancel);

        Assert.IsType<ItemBeyondPurpose>((await RefusedAsync(beside, subject, ForShipping, Phone)).Refusal);
        Assert.Equal(VaultPolicies.Narrowed.Version, beside.Policies.InForce.Version);
    }

    [Theory, EngineData]
    public async Task A_search_is_decided_by_the_version_another_process_published(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine, VaultPolicies.First, VaultPolicies.Second);
        await using var _ = world;
        var beside = await world.OpenCoreAsync();
        var subject = await world.MemberAsync(core, world.Person(V2, 4321));
        Assert.Equal([subject], Assert.IsType<SearchFound>(await beside.Vault.SearchAsync(Phone, "090-0000-4321", ForShipping, ct: Cancel)).Hits);

        await core.Publications.PublishAsync(VaultPolicies.Narrowed, Op, Cancel);

        Assert.IsType<ItemBeyondPurpose>(Assert.IsType<SearchRefused>(await beside.Vault.SearchAsync(Phone, "090-0000-4321", ForShipping, ct: Cancel)).Refusal);
    }

    private async Task<(VaultWorld World, TrustCore Core)> OpenAsync(StoreEngine engine, params PolicyDocument[] policies)
    {
        var opened = await VaultWorld.OpenAsync(engine, policies);
        if (Crowd) opened.Core.Vault.Gate.Crowd.Few = 0;
        return opened;
    }
}

/// <summary>The same, where every read is one of a crowd.</summary>
public sealed class CrowdConcurrencyTests : ConcurrencyTests
{
    private protected override bool Crowd => true;
}
