using System.Runtime.CompilerServices;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Console.Ledger;

/// <summary>
/// A file made of the ledger in one pass, and its records. That it is made is in the ledger before its first byte leaves, so nothing leaves unrecorded
/// whatever happens then; how many entries it took is known at the end only and recorded by a second entry of the same case, before the file's last byte.
/// A file that broke off has its second entry too, with what had been written by then. Where that one is missing, the host ended in the middle.
/// </summary>
internal sealed class LedgerExport
{
    /// <summary>What the reason of the second entry ends with, after the first one's.</summary>
    private const string Saved = "+export-saved", BrokenOff = "+export-broken-off";

    /// <summary>What the case of both entries begins with.</summary>
    public const string Case = "export:";

    private readonly LedgerBook _ledger;
    private readonly TimeProvider _clock;
    private readonly LedgerEntry _begun;
    private bool _ended;

    private LedgerExport(LedgerBook ledger, TimeProvider clock, LedgerEntry begun)
    {
        _ledger = ledger;
        _clock = clock;
        _begun = begun;
    }

    /// <summary>How many entries have been handed on.</summary>
    public long Written { get; private set; }

    /// <summary>Whether there were more than the file takes; known once the rows have been read to their end.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether an entry tells how an export ended: its file is counted by the entry it began with.</summary>
    public static bool IsEnd(LedgerEntry entry) => entry is { Kind: EntryKind.Exported, Reason: { } reason } && (reason.EndsWith(Saved, StringComparison.Ordinal) || reason.EndsWith(BrokenOff, StringComparison.Ordinal));

    /// <summary>Records that a file is made; durable when it completes.</summary>
    /// <param name="reason">The reason of its entries: what it is a file of.</param>
    /// <param name="about">The person it is narrowed to, if any.</param>
    public static async Task<LedgerExport> BeginAsync(CompanyCore company, TimeProvider clock, string login, string reason, Pseudonym? about, CancellationToken cancel)
    {
        var entry = LedgerEntry.Now(clock, EntryKind.Exported);
        entry = entry with
        {
            Subject = about, Accessor = new Accessor(login).Code, PolicyVersion = company.Trust.Policies.InForce.Version.Value, Reason = reason, Case = $"{LedgerExport.Case}{entry.Id}",
        };
        await company.Trust.Ledger.AppendAsync(entry, cancel);
        return new LedgerExport(company.Trust.Ledger, clock, entry);
    }

    /// <summary>Reads what the file takes, once, from one moment of the ledger.</summary>
    /// <param name="most">So many at most.</param>
    public async IAsyncEnumerable<LedgerRecord> RowsAsync(LedgerQuery query, int most, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var record in _ledger.QueryAsync(query with { Limit = most + 1 }, cancel))
        {
            if (Written == most)
            {
                IsCut = true;
                yield break;
            }

            Written++;
            yield return record;
        }
    }

    /// <summary>Records how many there were. To be called before the last byte leaves: a file that is whole is recorded whole.</summary>
    public async Task SavedAsync()
    {
        await AppendAsync(Saved);
        _ended = true;
    }

    /// <summary>Writes the file; where that breaks off, it is recorded how far it had come.</summary>
    public async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch when (!_ended)
        {
            try
            {
                await AppendAsync(BrokenOff);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // That it began is recorded; what broke off is told by the exception that goes on from here.
            }

            throw;
        }
    }

    // Not ended by the caller's going: the record stays.
    private Task AppendAsync(string ending) => _ledger.AppendAsync(LedgerEntry.Now(_clock, EntryKind.Exported) with
    {
        Accessor = _begun.Accessor, PolicyVersion = _begun.PolicyVersion, Case = _begun.Case, Reason = _begun.Reason + ending, Count = Written,
    }, CancellationToken.None);
}
