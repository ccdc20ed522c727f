using Azukari.Console.People.Purposes;
using Azukari.Console.SignIn;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.People.Finding;

/// <summary>What searches found, so that reloading, going back and the other language need no second search and no value in an address.</summary>
internal sealed class FoundShelf(IDbContextFactory<AzukariDb> databases, TimeProvider clock)
{
    /// <summary>How long a result can be opened.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const int IdBytes = 16;

    /// <summary>Keeps a result for the session that searched. What is over is removed.</summary>
    public async Task<Guid> KeepAsync(HttpContext http, PurposeInForce chosen, ItemId item, SearchFound found, CancellationToken cancel)
    {
        var hits = new byte[found.Hits.Count * IdBytes];
        for (var i = 0; i < found.Hits.Count; i++) found.Hits[i].WriteTo(hits.AsSpan(i * IdBytes, IdBytes));
        var now = clock.GetUtcNow();
        var kept = new FoundPeople
        {
            Id = Guid.NewGuid(), Session = StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request))!, Item = item.Value, Role = chosen.Offer.Role.Value, Purpose = chosen.Offer.Purpose.Value,
            Case = chosen.Case, Hits = hits, Capped = found.Capped, Entry = found.EntryId.Value, CreatedAt = now,
        };
        await using var db = await databases.CreateDbContextAsync(cancel);
        var over = now - Life;
        await db.Set<FoundPeople>().Where(f => f.CreatedAt < over).ExecuteDeleteAsync(cancel);
        db.Add(kept);
        await db.SaveChangesAsync(cancel);
        return kept.Id;
    }

    /// <summary>A result of the request's own session; null when it is over, or another's.</summary>
    public async Task<FoundPeople?> FindAsync(HttpContext http, string? handle, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(handle, "N", out var id) || StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request)) is not { } session) return null;
        var over = clock.GetUtcNow() - Life;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<FoundPeople>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.Session == session && f.CreatedAt >= over, cancel);
    }

    /// <summary>The people of a result.</summary>
    public static IReadOnlyList<SubjectId> HitsOf(FoundPeople found) =>
        [.. Enumerable.Range(0, found.Hits.Length / IdBytes).Select(i => SubjectId.FromBytes(found.Hits.AsSpan(i * IdBytes, IdBytes)))];
}
