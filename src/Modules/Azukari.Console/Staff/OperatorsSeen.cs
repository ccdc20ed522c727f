using System.Data.Common;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Storage;
using Azukari.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azukari.Console.Staff;

/// <summary>Since when an operator stands in the settings, as far as anybody looked.</summary>
internal sealed class OperatorSeen
{
    public required string Login { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>
/// The settings name operators without saying since when; so it is noted here when their entry was first seen, or when they first signed in where that
/// is known to be earlier. An entry taken out is forgotten: put in again later, it begins anew. Safe on any number of nodes: the first who notes, counts.
/// </summary>
internal sealed class OperatorsSeen(IDbContextFactory<AzukariDb> databases, CompanyCore company, TimeProvider clock)
{
    /// <summary>Notes whoever is new, and says since when each is there.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> NoteAsync(CancellationToken cancel)
    {
        string[] logins = [.. company.Operators.Keys];
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<OperatorSeen>().Where(seen => !logins.Contains(seen.Login)).ExecuteDeleteAsync(cancel);
        var known = await AllAsync(db, cancel);
        string[] missing = [.. logins.Where(login => !known.ContainsKey(login))];
        if (missing.Length == 0) return known;
        var now = clock.GetUtcNow();
        var sessions = await db.Set<StaffSession>().Where(session => missing.Contains(session.Login)).GroupBy(session => session.Login)
            .Select(group => new { Login = group.Key, First = group.Min(session => session.CreatedAt) }).ToDictionaryAsync(one => one.Login, one => one.First, cancel);
        foreach (var login in missing)
        {
            db.Add(new OperatorSeen { Login = login, Since = sessions.TryGetValue(login, out var first) && first < now ? first : now });
            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateException) when (!cancel.IsCancellationRequested)
            {
                db.ChangeTracker.Clear(); // another node noted it first; what else it may be, reading again says
            }
        }

        return await AllAsync(db, cancel);
    }

    private static async Task<Dictionary<string, DateTimeOffset>> AllAsync(AzukariDb db, CancellationToken cancel) =>
        await db.Set<OperatorSeen>().AsNoTracking().ToDictionaryAsync(seen => seen.Login, seen => seen.Since, StringComparer.Ordinal, cancel);
}

/// <summary>Has the operators noted when the host starts, not when somebody first reviews them.</summary>
internal sealed class OperatorsSeenAtStart(IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<OperatorsSeen>().NoteAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException or StoreException)
        {
            // A disk that takes nothing: health says so, and the next look at the staff notes them.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
