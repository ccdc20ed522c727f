using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Azukari.Api.Clients;

namespace Azukari.Api.Tokens;

/// <summary>A token that was checked: whose it is, and how long that may be believed.</summary>
internal sealed record KnownToken(ClaimsPrincipal Principal, ApiClient Client, DateTimeOffset Until, long Generation);

/// <summary>
/// Tokens this node has checked, by their hash, so that a call costs a look-up instead of a token's whole validation. What was checked before
/// the last change of any client is checked again.
/// </summary>
internal sealed class KnownTokens(TimeProvider clock)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<UInt128, KnownToken> _known = new();

    /// <summary>The token's hash, under which it is kept.</summary>
    public static UInt128 HashOf(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[512];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // A token of ours is 43 characters; whatever is longer than the buffer is none.
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out var length)) return default;
        SHA256.HashData(bytes[..length], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public KnownToken? Find(UInt128 hash, long generation) =>
        _known.TryGetValue(hash, out var token) && token.Generation == generation && clock.GetUtcNow() < token.Until ? token : null;

    public void Add(UInt128 hash, KnownToken token)
    {
        if (_known.Count >= Most) _known.Clear();
        _known[hash] = token;
    }
}
