using Azukari.Company;
using Azukari.Ledger;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.Board;

/// <summary>An obligation with where it stands.</summary>
/// <param name="Obligation">Which.</param>
/// <param name="Due">Its first date not met.</param>
/// <param name="Last">When it was last met; null for never.</param>
internal sealed record Standing(Obligation Obligation, DateOnly Due, MetObligation? Last);

/// <summary>Which obligations were met, by whom and where the evidence is. Each meeting is in the ledger.</summary>
internal sealed class ObligationBook(IDbContextFactory<AzukariDb> databases, CompanyCore company, TimeProvider clock)
{
    /// <summary>Every obligation of the version in force, the most urgent first.</summary>
    public async Task<IReadOnlyList<Standing>> StandingAsync(CancellationToken cancel)
    {
        if (!company.Trust.HasPolicy) return [];
        await using var db = await databases.CreateDbContextAsync(cancel);
        var met = (await db.Set<MetObligation>().AsNoTracking().ToListAsync(cancel)).ToLookup(m => m.Obligation, StringComparer.Ordinal);
        return [.. (await ObligationsAsync(cancel)).Select(o => new Standing(o, o.Next(met[o.Code].Select(m => m.Due).ToHashSet()), met[o.Code].MaxBy(m => m.Due))).OrderBy(s => s.Due).ThenBy(s => s.Obligation.Code, StringComparer.Ordinal)];
    }

    /// <summary>What was met, newest first.</summary>
    public async Task<IReadOnlyList<MetObligation>> HistoryAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. (await db.Set<MetObligation>().AsNoTracking().ToListAsync(cancel)).OrderByDescending(m => m.DoneAt)];
    }

    /// <summary>Notes that an obligation was met for a date. Of two who say so, the first counts.</summary>
    /// <returns>False when there is no such obligation, or the date isn't its next.</returns>
    public async Task<bool> MeetAsync(string code, DateOnly due, string evidence, Accessor by, CancellationToken cancel)
    {
        if (!company.Trust.HasPolicy || (await ObligationsAsync(cancel)).FirstOrDefault(o => o.Code == code) is not { } obligation) return false;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var met = (await db.Set<MetObligation>().Where(m => m.Obligation == code).Select(m => m.Due).ToListAsync(cancel)).ToHashSet();
        if (obligation.Next(met) != due) return false;
        var entry = LedgerEntry.Now(clock, EntryKind.Registered) with
        {
            Accessor = by.Code, Clauses = [obligation.Clause.Id.Value], PolicyVersion = company.Trust.Policies.InForce.Version.Value, Case = evidence, Reason = $"obligation:{obligation.Evidence}",
        };
        db.Add(new MetObligation { Obligation = code, Due = due, DoneAt = entry.Time, Login = by.Code, Evidence = evidence, Entry = entry.Id.Value });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (!cancel.IsCancellationRequested)
        {
            return false; // somebody else said so meanwhile
        }

        await company.Trust.Ledger.AppendAsync(entry, cancel);
        return true;
    }

    /// <summary>The obligations of the version in force, in the order of its clauses.</summary>
    public async Task<IReadOnlyList<Obligation>> ObligationsAsync(CancellationToken cancel)
    {
        var published = await company.Trust.Publications.AllAsync(cancel);
        var begin = published.Count == 0 ? company.Trust.Policies.InForce.Document.Effective : DateOnly.FromDateTime(published[0].PublishedAt.ToOffset(TimeSpan.FromHours(9)).DateTime);
        return Obligation.Of(company.Trust.Policies.InForce.Document, [.. published.Select(v => v.Document)], begin);
    }
}
