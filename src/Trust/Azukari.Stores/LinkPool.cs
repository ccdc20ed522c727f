namespace Azukari.Stores;

/// <summary>
/// Idle connections, each at the place of the processor it was last used on: a thread finds one whose pages and statements are at hand, and
/// two processors seldom touch the same place.
/// </summary>
internal sealed class LinkPool
{
    private const int Places = 32; // connections kept, each with its pages
    private readonly StoreLink?[] _places = new StoreLink?[Places];

    /// <summary>An idle connection; null where there is none.</summary>
    public StoreLink? Take()
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < Places; i++)
        {
            ref var place = ref _places[(first + i) & (Places - 1)];
            if (Volatile.Read(ref place) is not null && Interlocked.Exchange(ref place, null) is { } link) return link;
        }
        return null;
    }

    /// <summary>Keeps a connection; false where there is no place left.</summary>
    public bool Keep(StoreLink link)
    {
        var first = Thread.GetCurrentProcessorId();
        for (var i = 0; i < Places; i++)
        {
            ref var place = ref _places[(first + i) & (Places - 1)];
            if (Volatile.Read(ref place) is null && Interlocked.CompareExchange(ref place, link, null) is null) return true;
        }
        return false;
    }
}
