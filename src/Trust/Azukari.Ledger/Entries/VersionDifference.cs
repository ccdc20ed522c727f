using System.Collections.Immutable;

namespace Azukari.Ledger;

/// <summary>
/// What a publication changed, as codes: part of the publication's entry, hashed and signed with it. Which version it is since, which accesses were gained and lost,
/// which are permitted on other terms, and which clauses differ. Texts are told by their hashes. Order and members are fixed, so that the same change has the same bytes.
/// </summary>
public sealed record VersionDifference
{
    /// <summary>The most accesses of a sort, and the most clauses, that are recorded.</summary>
    public const int Most = 4096;

    /// <summary>The version before.</summary>
    public required string Since { get; init => field = LedgerCode.Check(value, nameof(Since)); }

    /// <summary>Accesses the version permits and the one before did not.</summary>
    public IReadOnlyList<VersionAccess> Gained { get; init => field = Some(value, nameof(Gained)); } = [];

    /// <summary>Accesses the version before permitted and this one does not.</summary>
    public IReadOnlyList<VersionAccess> Lost { get; init => field = Some(value, nameof(Lost)); } = [];

    /// <summary>Accesses both permit, on other terms.</summary>
    public IReadOnlyList<VersionAccess> OtherTerms { get; init => field = Some(value, nameof(OtherTerms)); } = [];

    /// <summary>Clauses added, removed or changed.</summary>
    public IReadOnlyList<VersionClause> Clauses { get; init => field = Some(value, nameof(Clauses)); } = [];

    /// <summary>As canonical JSON (RFC 8785), UTF-8.</summary>
    public byte[] ToCanonicalJson()
    {
        var json = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
        json.Begin();
        json.Objects("clauses", [.. Clauses.Select(clause => clause.ToCanonicalJson())]);
        json.Objects("gained", [.. Gained.Select(access => access.ToCanonicalJson())]);
        json.Objects("lost", [.. Lost.Select(access => access.ToCanonicalJson())]);
        json.Member("since", Since);
        json.Objects("terms", [.. OtherTerms.Select(access => access.ToCanonicalJson())]);
        json.End();
        return json.Written.ToArray();
    }

    /// <summary>Equal when the canonical form is.</summary>
    public bool Equals(VersionDifference? other) => other is not null && ToCanonicalJson().AsSpan().SequenceEqual(other.ToCanonicalJson());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Since, Gained.Count, Lost.Count, Clauses.Count);

    private static ImmutableArray<T> Some<T>(IReadOnlyList<T> values, string member) =>
        values.Count <= Most ? [.. values] : throw new ArgumentException($"{member} of a recorded difference are at most {Most}.", member);
}

/// <summary>Accesses of one purpose and recipient.</summary>
/// <param name="Purpose">The purpose, right or ground, by clause id.</param>
/// <param name="Recipient">Which kind of recipient.</param>
/// <param name="Exit">By which way it leaves the company; null where it does not.</param>
/// <param name="Items">Which items.</param>
/// <param name="Subjects">About which kinds of people.</param>
public sealed record VersionAccess(string Purpose, string Recipient, string? Exit, IReadOnlyList<string> Items, IReadOnlyList<string> Subjects)
{
    internal byte[] ToCanonicalJson()
    {
        foreach (var code in (IEnumerable<string>)[Purpose, Recipient, .. Items, .. Subjects]) LedgerCode.Check(code, nameof(VersionAccess));
        if (Exit is not null) LedgerCode.Check(Exit, nameof(Exit));
        var json = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
        json.Begin();
        json.Member("exit", Exit);
        json.Member("items", Items);
        json.Member("purpose", Purpose);
        json.Member("recipient", Recipient);
        json.Member("subjects", Subjects);
        json.End();
        return json.Written.ToArray();
    }
}

/// <summary>A clause that differs.</summary>
/// <param name="Clause">Its id.</param>
/// <param name="Changed">What differs: <c>text</c>, <c>rule</c>.</param>
/// <param name="TextBefore">The hash of its text before; null where there was no such clause.</param>
/// <param name="TextAfter">The hash of its text after; null where there is no such clause any more.</param>
public sealed record VersionClause(string Clause, IReadOnlyList<string> Changed, string? TextBefore, string? TextAfter)
{
    internal byte[] ToCanonicalJson()
    {
        foreach (var code in (IEnumerable<string>)[Clause, .. Changed]) LedgerCode.Check(code, nameof(VersionClause));
        if (TextBefore is not null) LedgerCode.Check(TextBefore, nameof(TextBefore));
        if (TextAfter is not null) LedgerCode.Check(TextAfter, nameof(TextAfter));
        var json = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
        json.Begin();
        json.Member("changed", Changed);
        json.Member("clause", Clause);
        json.Member("textAfter", TextAfter);
        json.Member("textBefore", TextBefore);
        json.End();
        return json.Written.ToArray();
    }
}
