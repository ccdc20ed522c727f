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

/// <summary>What the ledger says about one member, for that member. A person looking at what is recorded about them is no access.</summary>
internal sealed class OwnHistory(CompanyCore company)
{
    /// <summary>The member's entries, newest first, as many as there are; from after one of them on where one is named.</summary>
    public IAsyncEnumerable<LedgerEntry> ReadAsync(SubjectId member, EntryId? after, CancellationToken cancel) =>
        after is { } last ? company.Trust.Vault.HistoryAsync(member, last, cancel) : company.Trust.Vault.HistoryAsync(member, cancel);

    /// <summary>
    /// One page of what a filter takes, and whether there is more. Reads on from the last page and no further than it has to; however long the
    /// history, no more than a page of it is held.
    /// </summary>
    public async Task<(IReadOnlyList<LedgerEntry> Page, bool More)> PageAsync(SubjectId member, UsesFilter filter, int size, CancellationToken cancel)
    {
        var page = new List<LedgerEntry>(size);
        await foreach (var entry in ReadAsync(member, filter.After, cancel))
        {
            if (filter.IsBefore(entry)) break;
            if (!filter.Takes(entry, member)) continue;
            if (page.Count == size) return (page, true);
            page.Add(entry);
        }

        return (page, false);
    }

    /// <summary>The whole history counted: what the picture and the choices of the first page show. Holds numbers only.</summary>
    public async Task<UsesSummary> CountAsync(SubjectId member, CancellationToken cancel)
    {
        var summary = new UsesSummary();
        await foreach (var entry in ReadAsync(member, null, cancel)) summary.Add(entry, ListOf(entry, member));
        return summary;
    }

    /// <summary>The last looks of others, newest first; looked for among the newest entries only, so that it costs little.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> LastOfOthersAsync(SubjectId member, int most, CancellationToken cancel)
    {
        var found = new List<LedgerEntry>();
        var seen = 0;
        await foreach (var entry in company.Trust.Vault.HistoryAsync(member, cancel))
        {
            if (ListOf(entry, member) == UseList.Others) found.Add(entry);
            if (found.Count == most || ++seen == 200) break;
        }

        return found;
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
