using System.Collections.Frozen;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Values;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Publishing;

/// <summary>What the policy says of an item, as the vault needs it at hand.</summary>
internal sealed record ItemTerms(ItemId Id, ItemIndex Index, KeyClass Class, Shape? Shape, Retention? Retention, bool InVault, ItemSearch Search)
{
    /// <summary>The module that keeps it; null where the vault does.</summary>
    public string? Module { get; init; }

    /// <summary>Whether the blind index has tokens of it.</summary>
    public bool IsSearchable => Search != ItemSearch.None && Shape is { IsSearchable: true } && Class == KeyClass.Ordinary;

    /// <summary>A value is kept only in its shape's own form, and only here: what is not would break whoever reads or indexes it later.</summary>
    /// <exception cref="ArgumentException">It is not; the message names the item, never the value.</exception>
    public void Require(StoredValue value)
    {
        if (!InVault) throw new ArgumentException($"The item {Id} is not held in the vault.", nameof(value));
        if (Shape is { } shape && !shape.IsNormal(value))
            throw new ArgumentException($"The value of {Id} is not in the form of its shape, {shape}. Normalise it first (Shape.TryNormalise).", nameof(value));
    }
}

/// <summary>The published versions as of one publication, compiled: what decisions are made by. Immutable; swapped whole.</summary>
internal sealed class PublishedPolicies
{
    private readonly FrozenDictionary<string, ItemTerms> _items;
    private readonly FrozenSet<string> _codes;

    public PublishedPolicies(long sequence, PolicyArchive archive)
    {
        Sequence = sequence;
        Archive = archive;
        // The newest version that declares an item says how it is kept; an item only an old version knows keeps that version's terms.
        _items = archive.Versions.Reverse().Select(v => v.Document).SelectMany(d => d.Items).DistinctBy(i => i.Id)
            .ToFrozenDictionary(i => i.Id.Value, i => new ItemTerms(i.Id, archive.Vocabulary.Find(i.Id), ClassOf(i.Class), Shapes.Find(i.Shape), i.Retention, i.Held == "vault", i.Search) { Module = i.Held == "vault" ? null : i.Held });
        var words = archive.Vocabulary;
        ItemWords = new Utf8Words<ItemTerms>([.. _items.Select(i => (i.Key, i.Value))]);
        KindWords = new Utf8Words<SubjectIndex>([.. words.Subjects.Select(kind => (kind.Value, words.Find(kind)))]);
        VersionWords = new Utf8Words<VersionIndex>([.. words.Versions.Select(version => (version.Value, words.Find(version)))]);
        _codes = words.Purposes.Select(purpose => purpose.Value).Concat(words.Recipients.Select(recipient => recipient.Value)).Concat(RefusalCodes.All)
            .Concat(archive.Versions.SelectMany(version => version.Document.Clauses).Select(clause => clause.Id.Value)).ToFrozenSet(StringComparer.Ordinal);
        KeepsByLastUse = _items.Values.Any(i => i.Retention is { After: RetentionStart.LastUse });
    }

    /// <summary>The number of the newest publication in the archive.</summary>
    public long Sequence { get; }

    public PolicyArchive Archive { get; }

    public PolicyVersion Version => Archive.InForce.Version;

    /// <summary>Whether a code is a clause, a kind of recipient or a reason of the policies, and not what a caller made up.</summary>
    public bool Knows(string code) => _codes.Contains(code);

    /// <summary>Whether any item is kept so long after its last use, so that uses must be noted.</summary>
    public bool KeepsByLastUse { get; }

    /// <summary>Items, kinds of subjects and versions by the bytes of their names. What no version knows (any more) has no place.</summary>
    public Utf8Words<ItemTerms> ItemWords { get; }

    /// <inheritdoc cref="ItemWords"/>
    public Utf8Words<SubjectIndex> KindWords { get; }

    /// <inheritdoc cref="ItemWords"/>
    public Utf8Words<VersionIndex> VersionWords { get; }

    public IEnumerable<ItemTerms> Items => _items.Values;

    /// <summary>What is known of an item; null when no version declares it.</summary>
    public ItemTerms? Find(string item) => _items.GetValueOrDefault(item);

    /// <inheritdoc cref="Find(string)"/>
    public ItemTerms? Find(ItemId item) => _items.GetValueOrDefault(item.Value);

    /// <summary>A refusal for whoever cannot decide because things change faster than it reads them.</summary>
    public Refusal Stale() => Archive.Decide(default, default).Refusal!; // a request nobody resolved is stale to every archive

    private static KeyClass ClassOf(ItemClass itemClass) => itemClass switch
    {
        ItemClass.Ordinary => KeyClass.Ordinary,
        ItemClass.SpecialCare => KeyClass.SpecialCare,
        ItemClass.IndividualNumber => KeyClass.IndividualNumber,
    };
}
