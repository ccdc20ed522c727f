using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Vault.Reading;

/// <summary>
/// Notices purpose shopping: an access refused and, minutes later, permitted to the same accessor about the same person under another
/// purpose. Remembers keyed hashes only, a bounded number; beyond the bound the oldest go first. What other processes refused is learnt
/// from the ledger: all of it when the vault opens, the rest each time the vault tidies up.
/// </summary>
internal sealed class AfterRefusal(TimeProvider clock, TimeSpan window, int capacity = 65_536)
{
    /// <summary>What is appended to the reason code of a flagged entry.</summary>
    public const string Code = "after-refusal";

    /// <summary>Entries of other processes become visible a little after their time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Dictionary<Int128, Refusals> _refused = [];
    private readonly Queue<(Int128 Who, long At)> _order = new();
    private DateTimeOffset? _looked;

    /// <summary>Learns what was refused since the last look, here and in other processes; the first time, within the window.</summary>
    public async Task LookAsync(LedgerBook ledger, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = _looked is { } last && last - Overlap > now - window ? last - Overlap : now - window;
        await foreach (var record in ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, From = from }, ct)) Refused(record.Entry);
        _looked = now;
    }

    /// <summary>Remembers a refusal. One that names no person or no purpose is none that could be shopped around.</summary>
    public void Refused(LedgerEntry entry)
    {
        if (entry is not { Subject: { } pseudonym, Accessor: { } accessor, Purpose: { } purpose }) return;
        var (who, what, at) = (Hash(accessor, pseudonym.ToString()), Hash(purpose, ""), entry.Time.UtcTicks);
        lock (_gate)
        {
            Trim(clock.GetUtcNow().UtcTicks);
            if (!_refused.TryGetValue(who, out var known)) _refused[who] = new Refusals(what, at, what, 0);
            else if (at <= known.At) return; // seen before, here or at the last look
            else _refused[who] = known.Purpose == what ? known with { At = at } : new Refusals(what, at, known.Purpose, known.At);
            _order.Enqueue((who, at));
        }
    }

    public bool IsAfterRefusal(Accessor accessor, byte[] pseudonym, ClauseId purpose)
    {
        lock (_gate)
        {
            if (_refused.Count == 0) return false;
            var now = clock.GetUtcNow().UtcTicks;
            Trim(now);
            if (!_refused.TryGetValue(Hash(accessor.Code, Pseudonym.FromBytes(pseudonym).ToString()), out var known)) return false;
            var what = Hash(purpose.Value, "");
            return known.Purpose != what || (known.Other != what && now - known.OtherAt <= window.Ticks);
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

    private Int128 Hash(string a, string b) => BinaryPrimitives.ReadInt128BigEndian(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{a}\n{b}")));

    /// <summary>The last refused purpose and the one before it: two are enough, since any third differs from one of them.</summary>
    private readonly record struct Refusals(Int128 Purpose, long At, Int128 Other, long OtherAt);
}
