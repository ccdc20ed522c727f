using Azukari.Ledger;
using CsCheck;
using static Azukari.Tests.Ledger.LedgerWorld;

namespace Azukari.Tests.Ledger;

/// <summary>Entries of many sorts, and queries about them with the answers a plain look at all of them gives.</summary>
internal sealed class LedgerLife(LedgerWorld world, int people)
{
    private static readonly string[] Purposes = ["purpose.member.1", "purpose.member.2", "purpose.member.3"];
    private static readonly string[] Accessors = ["op.shipping-1", "op.legal-1", "client.carrier"];
    private static readonly string[] Reasons = ["restricted", "item-beyond-purpose", "inquiry+after-refusal"];
    private static readonly EntryKind[] Kinds = [EntryKind.Used, EntryKind.Provided, EntryKind.Refused, EntryKind.Erased];
    private uint _state = 20260401;
    private readonly Pseudonym[] _people = [.. Enumerable.Range(0, people).Select(_ => Pseudonym.New())];
    private readonly List<LedgerEntry> _all = [];

    public IReadOnlyList<LedgerEntry> All => _all;

    /// <summary>As many entries, with times that go forward and now and then a little back, as clocks of several machines do.</summary>
    public LedgerEntry[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => One())];

    public Gen<LedgerQuery> Query => Gen.Select(
        Gen.OneOf(Gen.Const((EntryKind?)null), Gen.Int[0, Kinds.Length - 1].Select(n => (EntryKind?)Kinds[n])),
        Maybe(Purposes), Maybe(Accessors), Maybe(["restricted", "after-refusal", "nothing-such"]),
        Gen.OneOf(Gen.Const((string?)null), Maybe([.. Purposes, "provision.entrusted"])),
        Gen.OneOf(Gen.Const((Pseudonym?)null), Gen.Int[0, people - 1].Select(n => (Pseudonym?)_people[n])),
        Gen.Select(Maybe(["carrier-a", "carrier-b"]), Maybe(["name", "address"]), Gen.Bool),
        Gen.Select(Gen.Int[0, Math.Max(0, _all.Count - 1)], Gen.Int[0, Math.Max(0, _all.Count - 1)], Gen.Int[0, 3]))
        .Select((kind, purpose, accessor, reason, clause, subject, more, range) => new LedgerQuery
        {
            Kind = kind, Purpose = purpose, Accessor = accessor, Reason = reason, Clause = clause, Subject = subject,
            Recipient = more.Item1, Item = more.Item2, NewestFirst = more.Item3,
            From = range.Item3 is 1 or 3 ? _all[range.Item1].Time : null,
            To = range.Item3 is 2 or 3 ? _all[range.Item2].Time : null,
        });

    /// <summary>The ids a query must give; of entries of the same moment, in the order in which they were appended.</summary>
    public List<EntryId> Expected(LedgerQuery query)
    {
        var found = _all.Where(entry =>
            (query.Kind is null || entry.Kind == query.Kind) && (query.Purpose is null || entry.Purpose == query.Purpose)
            && (query.Accessor is null || entry.Accessor == query.Accessor) && (query.Subject is null || entry.Subject == query.Subject)
            && (query.Recipient is null || entry.Recipient == query.Recipient) && (query.Clause is null || entry.Clauses.Contains(query.Clause))
            && (query.Item is null || entry.Items.Contains(query.Item)) && (query.Reason is null || (entry.Reason ?? "").Split('+').Contains(query.Reason))
            && (query.From is null || entry.Time >= query.From) && (query.To is null || entry.Time < query.To)).OrderBy(entry => entry.Time).Select(entry => entry.Id).ToList();
        if (query.NewestFirst)
            found.Reverse();
        return found;
    }

    public static async Task<List<LedgerRecord>> PagesAsync(LedgerBook ledger, LedgerQuery query)
    {
        var found = new List<LedgerRecord>();
        EntryId? next = null;
        do
        {
            var page = await ledger.SearchAsync(query, next, Cancel);
            Assert.True(page.Records.Count <= query.Limit);
            found.AddRange(page.Records);
            next = page.Next;
        }
        while (next is not null);
        return found;
    }

    private static Gen<string?> Maybe(string[] values) => Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)null), Gen.Int[0, values.Length - 1].Select(n => (string?)values[n]));

    // Marsaglia's xorshift: the same life each time.
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }

    private LedgerEntry One()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(Next(3) == 0 ? 0 : Next(242) - 2));
        var kind = Kinds[Next(Kinds.Length)];
        var purpose = Purposes[Next(Purposes.Length)];
        var entry = LedgerEntry.Now(world.Clock, kind) with
        {
            Subject = Next(5) == 0 ? null : _people[Next(people)],
            Accessor = Next(9) == 0 ? null : Accessors[Next(Accessors.Length)],
            Purpose = kind == EntryKind.Erased ? null : purpose,
            Clauses = kind == EntryKind.Provided ? ["provision.entrusted", purpose] : [purpose],
            Recipient = kind == EntryKind.Provided ? Next(2) == 0 ? "carrier-a" : "carrier-b" : null,
            Reason = kind == EntryKind.Refused || Next(4) == 0 ? Reasons[Next(Reasons.Length)] : null,
            Items = Next(2) == 0 ? ["name"] : ["address", "name"],
            PolicyVersion = "2026-10",
        };
        _all.Add(entry);
        return entry;
    }
}
