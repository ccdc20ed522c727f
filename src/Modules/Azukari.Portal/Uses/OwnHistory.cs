using System.Runtime.CompilerServices;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Portal.Uses;

/// <summary>Which of the three lists an entry stands in.</summary>
internal enum UseList
{
    /// <summary>Somebody else looked, received, searched or tried to.</summary>
    Others,

    /// <summary>Something was done: taken in, corrected, consented, restricted.</summary>
    Acts,

    /// <summary>The member's own looks.</summary>
    Own,
}

/// <summary>A page of the list.</summary>
/// <param name="Lines">Its entries, newest first.</param>
/// <param name="Next">The entry the next page goes on from; null at the end.</param>
/// <param name="LookedTo">Set where as many entries were looked at as a page may: how far back. There may, or may not, be more beyond.</param>
internal sealed record UsesPageRead(IReadOnlyList<LedgerEntry> Lines, EntryId? Next, DateTimeOffset? LookedTo);

/// <summary>The last looks of others, as far as they were looked for.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="LookedTo">Set where there may be more: how far back was looked. Null where these are all there are, or as many as were asked for.</param>
internal sealed record LastLooks(IReadOnlyList<LedgerEntry> Lines, DateTimeOffset? LookedTo);

/// <summary>What the ledger says about one member, for that member. A person looking at what is recorded about them is no access.</summary>
internal sealed class OwnHistory(CompanyCore company, TimeProvider clock)
{
    /// <summary>How many entries one page looks at, at most: a history may be of any length, what a page costs may not.</summary>
    public const int Most = 1000;

    /// <summary>The newest entries, at most <see cref="Most"/> of them; the first <paramref name="older"/> hears of where there are more is the next older one.</summary>
    public async IAsyncEnumerable<LedgerEntry> NewestAsync(SubjectId member, Action<LedgerEntry> older, [EnumeratorCancellation] CancellationToken cancel)
    {
        var seen = 0;
        await foreach (var entry in company.Trust.Vault.HistoryAsync(member, cancel))
        {
            if (++seen > Most)
            {
                older(entry);
                yield break;
            }

            yield return entry;
        }
    }

    /// <summary>
    /// One page of what a filter takes, and where it goes on. Reads on from the last page and looks at no more than <see cref="Most"/> entries; a page of
    /// something rare ends there and says so.
    /// </summary>
    public async Task<UsesPageRead> PageAsync(SubjectId member, UsesFilter filter, int size, CancellationToken cancel)
    {
        var page = new List<LedgerEntry>(size);
        var (seen, last) = (0, (LedgerEntry?)null);
        await foreach (var entry in FromAsync(member, filter, cancel))
        {
            if (filter.IsBefore(entry)) break;
            if (seen++ == Most) return new UsesPageRead(page, last!.Id, last.Time);
            last = entry;
            if (!filter.Takes(entry, member)) continue;
            if (page.Count == size) return new UsesPageRead(page, page[^1].Id, null);
            page.Add(entry);
        }

        return new UsesPageRead(page, null, null);
    }

    // A month long past is not read up to: its end is looked up, and the few a little later than it are passed by. Yesterday's entries may still wait to
    // be sealed, so a month that has just ended is read up to.
    private IAsyncEnumerable<LedgerEntry> FromAsync(SubjectId member, UsesFilter filter, CancellationToken cancel) =>
        filter.After is { } last ? company.Trust.Vault.HistoryAsync(member, last, cancel)
        : filter.End is { } end && end < clock.GetUtcNow().AddDays(-1) ? company.Trust.Vault.HistoryAsync(member, end, cancel).SkipWhile(entry => entry.Time >= end)
        : company.Trust.Vault.HistoryAsync(member, cancel);

    /// <summary>The newest entries counted: what the picture and the choices of the first page show. Holds numbers only.</summary>
    public async Task<UsesSummary> CountAsync(SubjectId member, CancellationToken cancel)
    {
        var summary = new UsesSummary();
        await foreach (var entry in NewestAsync(member, _ => summary.Older(), cancel)) summary.Add(entry, ListOf(entry, member));
        if (summary.IsCut) summary.Begins(await company.Trust.Vault.HistoryBeginsAsync(member, cancel));
        return summary;
    }

    /// <summary>The last looks of others, newest first; looked for among the newest entries, so that it costs little, and told apart where that did not reach the beginning.</summary>
    public async Task<LastLooks> LastOfOthersAsync(SubjectId member, int most, CancellationToken cancel)
    {
        var found = new List<LedgerEntry>();
        LedgerEntry? last = null;
        DateTimeOffset? lookedTo = null;
        await foreach (var entry in NewestAsync(member, _ => lookedTo = last?.Time, cancel))
        {
            last = entry;
            if (ListOf(entry, member) == UseList.Others) found.Add(entry);
            if (found.Count == most) break;
        }

        return new LastLooks(found, lookedTo);
    }

    /// <summary>An entry that is about the member; null for any other, whoever it is about, so that an id alone opens nothing.</summary>
    public async Task<LedgerEntry?> FindAsync(SubjectId member, string id, CancellationToken cancel)
    {
        if (!EntryId.TryParse(id, out var entry) || await company.Trust.Ledger.FindAsync(entry, cancel) is not { } found) return null;
        return await company.Trust.Vault.PseudonymOfAsync(member, cancel) is { } pseudonym && found.Entry.Subject == pseudonym ? found.Entry : null;
    }

    /// <summary>The proof of an entry about the member; null as above.</summary>
    public async Task<InclusionProof?> ProveAsync(SubjectId member, string id, CancellationToken cancel) =>
        await FindAsync(member, id, cancel) is { } entry ? await company.Trust.Ledger.ProveInclusionAsync(entry.Id, cancel) : null;

    /// <summary>The key proofs are checked with, as printed.</summary>
    public string VerifierKey => company.Trust.Ledger.VerifierKey.Text;

    /// <summary>Whether the member did it.</summary>
    public static bool IsOwn(LedgerEntry entry, SubjectId member) =>
        entry.Accessor is { } by && (by == Signed.Member.Code || by == MemberAccessor.Of(member).Code);

    /// <summary>Whether it is the program finding the account a typed name belongs to: nobody looked at anything.</summary>
    public static bool IsSignIn(LedgerEntry entry) => entry is { Kind: EntryKind.Searched, Accessor: "sign-in" };

    public static UseList ListOf(LedgerEntry entry, SubjectId member) => entry.Kind switch
    {
        EntryKind.Searched when IsSignIn(entry) => UseList.Acts,
        EntryKind.Used or EntryKind.Shared or EntryKind.Provided or EntryKind.Received or EntryKind.Disclosed or EntryKind.Searched or EntryKind.Refused
            or EntryKind.Exported or EntryKind.Inspected => IsOwn(entry, member) ? UseList.Own : UseList.Others,
        _ => UseList.Acts,
    };
}
