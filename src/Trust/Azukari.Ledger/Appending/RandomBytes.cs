using System.Security.Cryptography;

namespace Azukari.Ledger;

/// <summary>Secure random bytes in small portions: each thread draws a page at a time from the system and forgets what it gave out.</summary>
internal static class RandomBytes
{
    private const int Page = 1024;

    [ThreadStatic]
    private static byte[]? _page;

    [ThreadStatic]
    private static int _used;

    public static void Fill(Span<byte> destination)
    {
        var page = _page ??= NewPage();
        if (_used + destination.Length > Page)
        {
            RandomNumberGenerator.Fill(page);
            _used = 0;
        }
        var portion = page.AsSpan(_used, destination.Length);
        portion.CopyTo(destination);
        portion.Clear();
        _used += destination.Length;
    }

    private static byte[] NewPage()
    {
        _used = Page;
        return new byte[Page];
    }
}
