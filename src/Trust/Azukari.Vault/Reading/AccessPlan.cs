using System.Collections.Immutable;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;

namespace Azukari.Vault.Reading;

/// <summary>
/// What all accesses for one purpose, by one kind of recipient, to the same items have in common under one set of policies: looked up and
/// checked once. It holds names only, nothing about a person.
/// </summary>
internal sealed class AccessPlan
{
    private readonly ItemId[] _asked;
    private readonly byte[][] _names;
    private readonly string[] _sorted;
    private readonly (ClauseId Purpose, RecipientKind As, ClauseId? Ground) _terms;
    private Cited? _cited;

    public AccessPlan(PublishedPolicies policies, IReadOnlyList<ItemId> items, AccessContext context)
    {
        Policies = policies;
        _asked = [.. items];
        _terms = (context.Purpose, context.As, context.Ground);
        Resolved = policies.Archive.Resolve(context.Purpose, context.As, items, context.Ground);
        Items = [.. items.Distinct()];
        Terms = Array.ConvertAll(Items, policies.Find);
        ReachesModules = Array.Exists(Terms, terms => terms is { Module: not null });
        _names = Array.ConvertAll(Items, item => Encoding.UTF8.GetBytes(item.Value));
        _sorted = Entries.Names(items);
        // Checks the codes once, as every entry does that is made of them.
        _ = new LedgerEntry(EntryId.New(DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch, EntryKind.Used)
        {
            As = context.As.Value, Purpose = context.Purpose.Value, Ground = context.Ground?.Value, Items = _sorted, PolicyVersion = policies.Version.Value,
        };
    }

    public PublishedPolicies Policies { get; }

    public Resolution Resolved { get; }

    /// <summary>The items asked for, each once, in the order asked.</summary>
    public ItemId[] Items { get; }

    /// <summary>What the policies say of each of <see cref="Items"/>.</summary>
    public ItemTerms?[] Terms { get; }

    /// <summary>Whether a module keeps any of the items: then the access goes the ordinary way.</summary>
    public bool ReachesModules { get; }

    public bool Serves(PublishedPolicies policies, IReadOnlyList<ItemId> items, AccessContext context)
    {
        if (!ReferenceEquals(policies, Policies) || items.Count != _asked.Length || context.Purpose != _terms.Purpose || context.As != _terms.As || context.Ground != _terms.Ground) return false;
        for (var i = 0; i < _asked.Length; i++)
            if (items[i] != _asked[i]) return false;
        return true;
    }

    /// <summary>Whether the item of this name is among those asked for.</summary>
    public bool Asks(ReadOnlySpan<byte> name)
    {
        foreach (var asked in _names)
            if (name.SequenceEqual(asked)) return true;
        return false;
    }

    /// <summary>The clauses of a decision, as results and entries name them.</summary>
    public Cited Cite(in ClauseSet clauses)
    {
        if (_cited is { } cited && cited.Set.SetEquals(clauses)) return cited;
        return _cited = new Cited(clauses);
    }

    /// <summary>The members of the entry of a permitted access. The codes of a context are checked when it is made.</summary>
    public EntryMembers Permitted(AccessContext context, EntryKind kind, Cited cited, bool afterRefusal) => new()
    {
        Kind = kind,
        Accessor = context.Accessor.Code,
        As = context.As.Value,
        Recipient = context.To,
        Purpose = context.Purpose.Value,
        Ground = context.Ground?.Value,
        Items = _sorted,
        Clauses = cited.Names,
        PolicyVersion = Policies.Version.Value,
        Case = context.Case,
        Reason = Entries.ReasonOf(context, afterRefusal),
    };

    /// <summary>Clauses that permitted, by id and by name.</summary>
    internal sealed class Cited
    {
        public Cited(in ClauseSet set)
        {
            Set = set;
            Ids = [.. set.ToArray()];
            Names = [.. Ids.Select(id => LedgerCode.Check(id.Value, nameof(LedgerEntry.Clauses)))];
        }

        public ClauseSet Set { get; }

        public ImmutableArray<ClauseId> Ids { get; }

        public string[] Names { get; }
    }
}

/// <summary>The plans at hand: a bounded number, each at the place its names hash to.</summary>
internal sealed class AccessPlans
{
    private const int Places = 256;
    private readonly AccessPlan?[] _places = new AccessPlan?[Places];

    public AccessPlan For(PublishedPolicies policies, IReadOnlyList<ItemId> items, AccessContext context)
    {
        var hash = HashCode.Combine(context.Purpose.Value.Length, context.As.GetHashCode(), context.Ground is null, items.Count);
        for (var i = 0; i < items.Count; i++) hash = (hash * 31) + items[i].Value.Length;
        ref var place = ref _places[(hash ^ context.Purpose.GetHashCode()) & (Places - 1)];
        var plan = Volatile.Read(ref place);
        if (plan is not null && plan.Serves(policies, items, context)) return plan;
        plan = new AccessPlan(policies, items, context);
        Volatile.Write(ref place, plan);
        return plan;
    }
}
