using System.Security.Cryptography;
using System.Text;
using Azukari.Values;

namespace Azukari.Messages.Contracts;

/// <summary>
/// How many letters an hour go to an address somebody typed who need not be its owner: three. In memory, by a hash keyed anew at each start; each process
/// counts its own. Safe for concurrent use.
/// </summary>
public sealed class LettersToAddress(TimeProvider clock)
{
    /// <summary>How many in <see cref="Window"/>.</summary>
    public const int Most = 3;

    /// <summary>The time they are counted in.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private const int Swept = 10_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, List<DateTimeOffset>> _sent = new(StringComparer.Ordinal);

    /// <summary>Counts a letter; false when there were enough.</summary>
    public bool Take(EmailAddress to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var (key, now) = (KeyOf(to), clock.GetUtcNow());
        lock (_sent)
        {
            if (_sent.Count >= Swept)
                foreach (var over in _sent.Where(one => one.Value.TrueForAll(at => at <= now - Window)).Select(one => one.Key).ToList()) _sent.Remove(over);
            if (!_sent.TryGetValue(key, out var letters)) _sent.Add(key, letters = []);
            letters.RemoveAll(at => at <= now - Window);
            if (letters.Count >= Most) return false;
            letters.Add(now);
            return true;
        }
    }

    /// <summary>Takes back the last one counted: it did not go.</summary>
    public void GiveBack(EmailAddress to)
    {
        ArgumentNullException.ThrowIfNull(to);
        lock (_sent)
        {
            if (_sent.TryGetValue(KeyOf(to), out var letters) && letters.Count > 0) letters.RemoveAt(letters.Count - 1);
        }
    }

    // One mailbox, however its address is written.
    private string KeyOf(EmailAddress to) => Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(to.Address.ToUpperInvariant())));
}
