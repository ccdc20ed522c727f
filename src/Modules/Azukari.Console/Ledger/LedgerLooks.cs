using Azukari.Company;
using Azukari.Ledger;
using Azukari.Vault;

namespace Azukari.Console.Ledger;

/// <summary>
/// Records that somebody looks into the ledger, before anything is shown: once an hour and operator, and once an hour, operator and person where
/// entries about one person are asked for. Turning pages and narrowing a search adds nothing anybody could ask about, so it adds no entries.
/// </summary>
internal sealed class LedgerLooks(CompanyCore company, TimeProvider clock)
{
    private const string Reason = "ledger";
    private const int Most = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Login, Pseudonym? About), DateTimeOffset> _recorded = [];

    /// <summary>Records the look unless the same was recorded within the hour; durable when it completes.</summary>
    /// <param name="login">Who looks.</param>
    /// <param name="about">About whom, where it is about one person.</param>
    public async Task RecordAsync(string login, Pseudonym? about, CancellationToken cancel)
    {
        if (!company.Trust.HasPolicy || IsFresh((login, about))) return;
        var entry = LedgerEntry.Now(clock, EntryKind.Inspected) with
        {
            Subject = about, Accessor = new Accessor(login).Code, PolicyVersion = company.Trust.Policies.InForce.Version.Value, Reason = Reason,
        };
        await company.Trust.Ledger.AppendAsync(entry, cancel);
        lock (_gate)
        {
            if (_recorded.Count >= Most) _recorded.Clear(); // recorded once more is no harm
            _recorded[(login, about)] = clock.GetUtcNow();
        }
    }

    private bool IsFresh((string, Pseudonym?) look)
    {
        lock (_gate)
            return _recorded.TryGetValue(look, out var at) && clock.GetUtcNow() - at < Window;
    }
}
