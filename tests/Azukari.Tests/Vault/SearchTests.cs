using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using static Azukari.Tests.Vault.VaultWorld;

namespace Azukari.Tests.Vault;

public sealed class SearchTests
{
    [Theory, EngineData]
    public async Task A_person_is_found_by_what_somebody_types_and_both_search_and_hit_are_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 1234));
        await world.MemberAsync(core);

        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Phone, "０９０ー００００ー１２３４", ForCare, ct: Cancel));

        Assert.Equal([subject], found.Hits);
        Assert.False(found.Capped);
        var entry = (await core.Ledger.FindAsync(found.EntryId, Cancel))!.Entry;
        Assert.Equal((EntryKind.Searched, 1L, null), (entry.Kind, entry.Count, entry.Subject));
        Assert.Equal(EntryKind.Searched, (await HistoryAsync(core, subject))[0].Kind);
    }

    [Theory, EngineData]
    public async Task A_beginning_finds_whoever_has_it_though_the_index_knows_a_shorter_one_only(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var wanted = await world.MemberAsync(core, world.Person(number: 1234));
        await world.MemberAsync(core, world.Person(number: 1299)); // shares the beginnings the index holds, 0900 and 090000

        var found = await FoundAsync(core, new SearchCriterion(Phone, "090-0000-123", SearchMatch.Beginning));
        Assert.Equal([wanted], found.Hits);
        Assert.Equal(2, (await FoundAsync(core, new SearchCriterion(Phone, "090-0000-12", SearchMatch.Beginning))).Hits.Count);
        Assert.Empty((await FoundAsync(core, new SearchCriterion(Phone, "090-0000-13", SearchMatch.Beginning))).Hits);
    }

    [Theory, EngineData]
    public async Task Several_fields_at_once_find_whom_all_of_them_fit_decided_and_recorded_together(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var wanted = await world.MemberAsync(core, world.Person(number: 1234));
        var other = await world.MemberAsync(core, world.Person(number: 1299));

        var found = await FoundAsync(core, new SearchCriterion(Phone, "090-0000-12", SearchMatch.Beginning), new SearchCriterion(Email, CanaryWords.Mail(1234)));
        Assert.Equal([wanted], found.Hits);
        Assert.Equal(["email", "phone"], (await core.Ledger.FindAsync(found.EntryId, Cancel))!.Entry.Items.Order());
        Assert.Equal(["email", "phone"], (await HistoryAsync(core, wanted))[0].Items.Order());
        Assert.DoesNotContain(await HistoryAsync(core, other), entry => entry.Kind == EntryKind.Searched); // not opened to anybody, not in their history
        Assert.Empty((await FoundAsync(core, new SearchCriterion(Phone, "090-0000-1299"), new SearchCriterion(Email, CanaryWords.Mail(1234)))).Hits);
    }

    [Theory, EngineData]
    public async Task Hits_come_in_the_orders_asked_for_and_the_item_they_are_ordered_by_stands_in_each_ones_entry(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var late = await world.MemberAsync(core, world.Person(number: 1299));
        var early = await world.MemberAsync(core, world.Person(number: 1234));

        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync([new SearchCriterion(Phone, "090-0000-12", SearchMatch.Beginning)], ForCare, 50, [Email, ItemId.Parse("bank-account")], Cancel));
        Assert.Equal([early, late], found.Orders[0]);
        Assert.Equal(found.Hits.Order(), found.Orders[1].Order()); // an item that may not be used for this puts nobody in order
        Assert.Equal(["email", "phone"], (await HistoryAsync(core, early))[0].Items.Order());
    }

    private static async Task<SearchFound> FoundAsync(TrustCore core, params SearchCriterion[] criteria) =>
        Assert.IsType<SearchFound>(await core.Vault.SearchAsync(criteria, ForCare, 50, ct: Cancel));

    [Theory, EngineData]
    public async Task A_search_that_finds_nothing_is_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await world.MemberAsync(core);

        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, "nobody@example.com", ForCare, ct: Cancel));

        Assert.Empty(found.Hits);
        Assert.Equal(0, (await core.Ledger.FindAsync(found.EntryId, Cancel))!.Entry.Count);
    }

    [Theory, EngineData]
    public async Task A_search_the_policy_permits_nobody_is_refused_as_a_whole_and_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await world.MemberAsync(core, world.Person(number: 5));

        var refused = Assert.IsType<SearchRefused>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(5), ForShipping, ct: Cancel));

        Assert.IsType<ItemBeyondPurpose>(refused.Refusal);
        Assert.Equal(EntryKind.Refused, (await core.Ledger.FindAsync(refused.EntryId, Cancel))!.Entry.Kind);
    }

    [Theory, EngineData]
    public async Task Each_hit_is_decided_on_its_own(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var (free, restricted) = (await world.MemberAsync(core, world.Person(number: 6)), await world.MemberAsync(core, world.Person(number: 6)));
        await core.Vault.RestrictAsync(restricted, new Restriction.Everything(), Op, Cancel);

        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(6), ForCare, ct: Cancel));

        Assert.Equal([free], found.Hits);
        Assert.Equal((EntryKind.Refused, "restricted"), ((await HistoryAsync(core, restricted))[0].Kind, (await HistoryAsync(core, restricted))[0].Reason));
    }

    [Theory, EngineData]
    public async Task Hits_are_capped_and_said_to_be(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        for (var i = 0; i < 4; i++) await world.MemberAsync(core, world.Person(number: 7));

        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(7), ForCare, cap: 3, ct: Cancel));
        var all = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(7), ForCare, cap: 4, ct: Cancel));

        Assert.Equal((3, true), (found.Hits.Count, found.Capped));
        Assert.Equal((4, false), (all.Hits.Count, all.Capped));
    }

    [Theory, EngineData]
    public async Task People_found_are_narrowed_to_a_prefecture_each_decided_and_recorded(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        async Task<SubjectId> Living(string where)
        {
            var person = world.Person(number: 15);
            var values = new Dictionary<ItemId, StoredValue>(person.Values) { [Address] = Value("postal-address", where) };
            return await world.MemberAsync(core, person with { Values = values });
        }

        var (tokyo, osaka, hidden) = (await Living($"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"), await Living($"〒530-0001 大阪府大阪市{CanaryWords.Town}2-2"), await Living($"〒100-0001 東京都千代田区{CanaryWords.Town}3-3"));
        var found = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(15), ForCare, ct: Cancel));
        Assert.Equal(3, found.Hits.Count);
        await core.Vault.RestrictAsync(hidden, new Restriction.Everything(), Op, Cancel);

        var narrowed = Assert.IsType<SearchFound>(await core.Vault.NarrowAsync(found.Hits, [new SearchCriterion(Address, "東京都", SearchMatch.Area)], ForCare, [Name], Cancel));

        Assert.Equal([tokyo], narrowed.Hits);
        Assert.False(narrowed.Capped);
        Assert.Equal([tokyo], Assert.Single(narrowed.Orders));
        var entry = (await HistoryAsync(core, tokyo))[0];
        Assert.Equal((EntryKind.Searched, "address name"), (entry.Kind, string.Join(' ', entry.Items)));
        Assert.Equal((EntryKind.Refused, "restricted"), ((await HistoryAsync(core, hidden))[0].Kind, (await HistoryAsync(core, hidden))[0].Reason));
        Assert.Single(await HistoryAsync(core, osaka), e => e.Kind == EntryKind.Searched); // by the first search only: nobody was at an address that does not fit
        Assert.Empty(Assert.IsType<SearchFound>(await core.Vault.NarrowAsync([osaka, SubjectId.New()], [new SearchCriterion(Address, "東京都", SearchMatch.Area)], ForCare, null, Cancel)).Hits);
    }

    [Theory]
    [EngineData(1)]
    [EngineData(6)]
    public async Task Whether_there_may_be_more_does_not_tell_of_people_who_may_not_be_found(StoreEngine engine, int hidden)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var free = await world.MemberAsync(core, world.Person(number: 12));
        for (var i = 0; i < hidden; i++)
        {
            await core.Vault.RestrictAsync(await world.MemberAsync(core, world.Person(number: 12)), new Restriction.Everything(), Op, Cancel);
            await core.Vault.RestrictAsync(await world.MemberAsync(core, world.Person(number: 13)), new Restriction.Everything(), Op, Cancel);
        }

        var one = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(12), ForCare, cap: 1, ct: Cancel));
        var none = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(13), ForCare, cap: 1, ct: Cancel));
        var nobody = Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(14), ForCare, cap: 1, ct: Cancel));

        Assert.Equal([free], one.Hits);
        Assert.False(one.Capped);
        Assert.Equal((nobody.Hits.Count, nobody.Capped), (none.Hits.Count, none.Capped));
    }

    [Theory, EngineData]
    public async Task A_corrected_value_is_found_and_the_old_one_no_more(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 8));
        await core.Vault.CorrectAsync(subject, new Dictionary<ItemId, StoredValue?> { [Email] = Value("email", CanaryWords.Mail(9)) }, new CorrectionBy.Staff(), Op, ct: Cancel);

        Assert.Equal([subject], Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(9), ForCare, ct: Cancel)).Hits);
        Assert.Empty(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(Email, CanaryWords.Mail(8), ForCare, ct: Cancel)).Hits);
    }

    [Theory, EngineData]
    public async Task An_index_with_the_terms_of_an_older_version_is_filled_anew_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 1234));
        await core.Parts.Index.WriteAsync(async (tx, c) =>
        {
            await tx.ExecuteAsync("DELETE FROM tokens", c); // as if it had held whole values only
            await tx.ExecuteAsync("UPDATE marks SET value = 1 WHERE name = 'whole'", c);
        }, Cancel);
        await world.CloseAsync(core);

        var again = await world.OpenCoreAsync();

        Assert.Equal([subject], (await FoundAsync(again, new SearchCriterion(Phone, "090-0000-123", SearchMatch.Beginning))).Hits);
    }

    [Theory, EngineData]
    public async Task A_lost_index_is_rebuilt_at_opening(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        var subject = await world.MemberAsync(core, world.Person(number: 10));
        await core.Parts.Index.WriteAsync(async (tx, c) =>
        {
            await tx.ExecuteAsync("DELETE FROM tokens", c);
            await tx.ExecuteAsync("DELETE FROM marks", c);
        }, Cancel);
        await world.CloseAsync(core);

        var again = await world.OpenCoreAsync();

        Assert.Equal([subject], Assert.IsType<SearchFound>(await again.Vault.SearchAsync(Email, CanaryWords.Mail(10), ForCare, ct: Cancel)).Hits);
    }

    [Theory, EngineData]
    public async Task A_rebuild_makes_the_old_tokens_useless_and_finds_everybody(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;
        await core.Vault.AcquireManyAsync([.. Enumerable.Range(1, 300).Select(n => world.Person(number: n))], Op, Cancel);
        Task<List<string>> Tokens() => core.Parts.Index.ReadAsync((s, c) => s.ListAsync("SELECT token FROM tokens", r => Convert.ToHexString(r.Bytes(0)), c), ct: Cancel);
        var before = await Tokens();

        Assert.True(await core.Vault.RebuildIndexAsync(ct: Cancel) >= 900);

        var after = await Tokens();
        Assert.Empty(before.Intersect(after));
        Assert.Equal(before.Count, after.Count);
        foreach (var n in new[] { 1, 150, 300 })
            Assert.Single(Assert.IsType<SearchFound>(await core.Vault.SearchAsync(VaultWorld.Number, CanaryWords.MemberNumber(n), ForCare, ct: Cancel)).Hits);
    }

    [Theory, EngineData]
    public async Task What_is_no_term_is_refused_without_repeating_it(StoreEngine engine)
    {
        var (world, core) = await OpenAsync(engine);
        await using var _ = world;

        var refused = Assert.IsType<SearchRefused>(await core.Vault.SearchAsync(Phone, CanaryWords.Note, ForCare, ct: Cancel));

        Assert.NotNull(refused.Error);
        Assert.DoesNotContain(CanaryWords.Note, refused.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await core.Ledger.FindAsync(refused.EntryId, Cancel));
    }
}
