using Azukari.Ledger;

namespace Azukari.Console.Ledger;

/// <summary>A page of entries, and where the pages before and behind it are: a list of any length is read from wherever one stands in it.</summary>
/// <param name="Page">The entries, in the list's order.</param>
/// <param name="BackHref">Where the page before it is; null on the first.</param>
/// <param name="OnHref">Where the page behind it is; null on the last.</param>
public sealed record LedgerLeaf(LedgerPage Page, string? BackHref, string? OnHref)
{
    /// <summary>The part of an address that names the entry a page begins behind.</summary>
    public const string AfterPart = "after";

    /// <summary>The part that names the entry a page ends before: the way back.</summary>
    public const string BeforePart = "before";

    /// <summary>How many entries a page has.</summary>
    public const int Size = 50;

    /// <summary>Whether it is the list's beginning.</summary>
    public bool IsFirst { get; private init; }

    /// <summary>Reads the page an address names; the first where it names none, or an entry that is not here.</summary>
    /// <param name="filter">What the list is narrowed to.</param>
    /// <param name="query">The same as a question to the ledger, of <see cref="Size"/> entries.</param>
    public static async Task<LedgerLeaf> ReadAsync(LedgerBook ledger, LedgerFilter filter, LedgerQuery query, string? afterText, string? beforeText, CancellationToken cancel)
    {
        EntryId? after = EntryId.TryParse(afterText, out var behind) ? behind : null;
        EntryId? before = after is null && EntryId.TryParse(beforeText, out var ahead) ? ahead : null;
        LedgerPage page;
        try
        {
            // Backwards the same way in the other direction, turned round.
            page = before is { } end ? await ledger.SearchAsync(query with { NewestFirst = !query.NewestFirst }, end, cancel) : await ledger.SearchAsync(query, after, cancel);
        }
        catch (ArgumentException)
        {
            (after, before) = (null, null); // an address of an entry that is not here: from the beginning
            page = await ledger.SearchAsync(query, null, cancel);
        }

        var first = page.Records.Count > 0 ? page.Records[0].Entry.Id : (EntryId?)null;
        string At(string part, EntryId entry) => filter.Address([(part, entry.ToString())]);
        var next = page.Next;
        if (before is { } from) return new LedgerLeaf(page with { Records = [.. page.Records.Reverse()] }, next is { } back ? At(BeforePart, back) : null, At(AfterPart, first ?? from));
        return new LedgerLeaf(page, after is { } to ? At(BeforePart, first ?? to) : null, next is { } on ? At(AfterPart, on) : null) { IsFirst = after is null };
    }
}
