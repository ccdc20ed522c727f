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

    /// <summary>The orders a search is asked for, by item; the first of each that the purpose reaches.</summary>
    public static readonly ItemId[][] Orders = [[ItemId.Parse("kana"), ItemId.Parse("name")], [ItemId.Parse("member-number")]];

    /// <summary>The most people one result has: what the vault finds at once.</summary>
    public const int Most = 1000;

    /// <summary>The items people are put in order by for a purpose, one for each of <see cref="Orders"/>.</summary>
    public static ItemId[] OrdersFor(PurposeInForce chosen) => [.. Orders.Select(order => order.FirstOrDefault(chosen.Offer.Items.Contains, order[0]))];

    private const int IdBytes = 16, MostItems = 64;

    /// <summary>Keeps a result for the session that searched. What is over is removed.</summary>
    /// <param name="items">The items searched in.</param>
    /// <param name="found">With the orders of <see cref="Orders"/>.</param>
    /// <param name="capped">Whether there are more than could be found at once.</param>
    public async Task<Guid> KeepAsync(HttpContext http, PurposeInForce chosen, IEnumerable<ItemId> items, SearchFound found, bool capped, CancellationToken cancel)
    {
        var hits = new byte[found.Orders.Count * found.Hits.Count * IdBytes];
        var all = found.Orders.SelectMany(order => order).ToList();
        for (var i = 0; i < all.Count; i++) all[i].WriteTo(hits.AsSpan(i * IdBytes, IdBytes));
        var searched = "";
        foreach (var item in items.Distinct())
            if (searched.Length + item.Value.Length < MostItems) searched += (searched.Length == 0 ? "" : " ") + item.Value;
        var now = clock.GetUtcNow();
        var kept = new FoundPeople
        {
            Id = Guid.NewGuid(), Session = StaffSessions.KeyOf(StaffHandler.TokenOf(http.Request))!, Item = searched, Role = chosen.Offer.Role.Value, Purpose = chosen.Offer.Purpose.Value,
            Case = chosen.Case, Hits = hits, Capped = capped, Entry = found.EntryId.Value, CreatedAt = now,
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

    /// <summary>The items a result was searched in.</summary>
    public static IReadOnlyList<ItemId> ItemsOf(FoundPeople found) => [.. found.Item.Split(' ').Select(ItemId.Parse)];

    /// <summary>The people of a result, by reading or by number.</summary>
    public static IReadOnlyList<SubjectId> HitsOf(FoundPeople found, FoundSort sort)
    {
        var many = found.Hits.Length / IdBytes / Orders.Length;
        var from = sort == FoundSort.Number ? many : 0;
        return [.. Enumerable.Range(from, many).Select(i => SubjectId.FromBytes(found.Hits.AsSpan(i * IdBytes, IdBytes)))];
    }
}
