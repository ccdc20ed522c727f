using System.Security.Cryptography;
using System.Text;
using Azukari.Policy;

namespace Azukari.Vault.Reading;

/// <summary>
/// Notices purpose shopping: an access refused and, minutes later, permitted to the same accessor about the same person under another
/// purpose. Remembers keyed hashes only, a bounded number, in this process: another node and a restart know nothing of them, and beyond
/// the bound the oldest go first. The ledger holds all refusals, so an audit over it misses nothing.
/// </summary>
internal sealed class AfterRefusal(TimeProvider clock, TimeSpan window, int capacity = 65_536)
{
    /// <summary>What is appended to the reason code of a flagged entry.</summary>
    public const string Code = "after-refusal";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Dictionary<Int128, (Int128 Purpose, long At)> _refused = [];
    private readonly Queue<(Int128 Who, long At)> _order = new();

    public void Refused(Accessor accessor, SubjectId subject, ClauseId purpose)
    {
        var (who, what, now) = (Hash(accessor.Code, subject.ToString()), Hash(purpose.Value, ""), clock.GetUtcNow().UtcTicks);
        lock (_gate)
        {
            Trim(now);
            _refused[who] = (what, now);
            _order.Enqueue((who, now));
        }
    }

    public bool IsAfterRefusal(Accessor accessor, SubjectId subject, ClauseId purpose)
    {
        lock (_gate)
        {
            if (_refused.Count == 0) return false;
            Trim(clock.GetUtcNow().UtcTicks);
            return _refused.TryGetValue(Hash(accessor.Code, subject.ToString()), out var refused) && refused.Purpose != Hash(purpose.Value, "");
        }
    }

    private void Trim(long now)
    {
        while (_order.TryPeek(out var oldest) && (_order.Count >= capacity || now - oldest.At > window.Ticks))
        {
            _order.Dequeue();
            if (_refused.TryGetValue(oldest.Who, out var latest) && latest.At == oldest.At) _refused.Remove(oldest.Who);
        }
    }

    private Int128 Hash(string a, string b)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{a}\n{b}"));
        return System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(hash);
    }
}
