using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>
/// Compares the marks and daily counts with the entries, in one pass over each and in constant memory: both sides' marks are summed as hashes,
/// which agree, but by a chance nobody meets, only where the marks do. They prove nothing, so a difference is no finding about the ledger.
/// </summary>
internal sealed class MarkCheck
{
    private readonly StoredLedger _stored;
    private readonly Marking? _marking;
    private readonly Dictionary<Trait, long> _exact = [];
    private readonly Dictionary<Trait, long> _coarse = [];
    private readonly Dictionary<long, StoredTrait> _traits = [];
    private UInt128 _expected;
    private bool _bad;

    private MarkCheck(StoredLedger stored, Marking? marking) => (_stored, _marking) = (stored, marking);

    public static async Task<MarkCheck> BeginAsync(StoredLedger stored, CancellationToken ct)
    {
        try
        {
            var check = new MarkCheck(stored, await stored.MarkingAsync(ct).ConfigureAwait(false));
            foreach (var trait in await stored.TraitsAsync(ct).ConfigureAwait(false))
                check._bad |= !check._traits.TryAdd(trait.Number, trait) || !(trait.Exact ? check._exact : check._coarse).TryAdd(trait.Trait, trait.Number);
            return check;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return new MarkCheck(stored, null) { _bad = true };
        }
    }

    /// <summary>An entry that was read and is as it was written.</summary>
    public void Entry(long position, LedgerEntry entry)
    {
        if (_bad || _marking is null || (position >= _marking.Done && position < _marking.Goal))
            return;
        var trait = Trait.Of(entry);
        if (_exact.TryGetValue(trait, out var number) || _coarse.TryGetValue(trait.Coarse(), out number))
            _expected += Hash(number, entry.Microseconds, position, Trait.AccessorMark(entry.Accessor));
        else
            _bad = true;
    }

    /// <summary>After the last entry: what the marks and the counts say.</summary>
    public async Task<SearchCheck> FinishAsync(CancellationToken ct)
    {
        try
        {
            if (_bad || !await AgreesAsync(ct).ConfigureAwait(false))
                return SearchCheck.Differs;
            return _marking!.Whole ? SearchCheck.Agrees : SearchCheck.Unfinished;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return SearchCheck.Differs;
        }
    }

    private async Task<bool> AgreesAsync(CancellationToken ct)
    {
        var sum = UInt128.Zero;
        var counts = new Queue<(long Trait, long Day, long Entries)>(await _stored.DailyAsync(long.MinValue, long.MinValue, ct).ConfigureAwait(false));
        var totals = _traits.Keys.ToDictionary(number => number, _ => (Entries: 0L, First: long.MaxValue, Last: long.MinValue));
        (long Trait, long Day, long Entries) open = (0, 0, 0);
        async Task<bool> ClosedAsync()
        {
            if (open.Entries == 0)
                return true;
            if (!counts.TryDequeue(out var told) || told != open)
                return false;
            if (counts.Count == 0)
                counts = new(await _stored.DailyAsync(told.Trait, told.Day, ct).ConfigureAwait(false));
            return true;
        }
        var last = new StoredMark(long.MinValue, long.MinValue, long.MinValue, null);
        while (await _stored.MarksAsync(last, ct).ConfigureAwait(false) is { Count: > 0 } chunk)
        {
            foreach (var mark in chunk)
            {
                sum += Hash(mark.Trait, mark.Time, mark.Position, mark.Accessor);
                if (!totals.TryGetValue(mark.Trait, out var total))
                    return false;
                totals[mark.Trait] = (total.Entries + 1, Math.Min(total.First, mark.Time), Math.Max(total.Last, mark.Time));
                var day = Trait.DayOf(mark.Time);
                if ((open.Trait, open.Day) != (mark.Trait, day))
                {
                    if (!await ClosedAsync().ConfigureAwait(false))
                        return false;
                    open = (mark.Trait, day, 0);
                }
                open.Entries++;
            }
            last = chunk[^1];
        }
        return await ClosedAsync().ConfigureAwait(false) && counts.Count == 0 && sum == _expected
            && _traits.Values.All(trait => totals[trait.Number] is var total && total.Entries == trait.Entries && (total.Entries == 0 || (total.First == trait.First && total.Last == trait.Last)));
    }

    private static UInt128 Hash(long trait, long time, long position, long? accessor)
    {
        Span<byte> text = stackalloc byte[33];
        BinaryPrimitives.WriteInt64BigEndian(text, trait);
        BinaryPrimitives.WriteInt64BigEndian(text[8..], time);
        BinaryPrimitives.WriteInt64BigEndian(text[16..], position);
        BinaryPrimitives.WriteInt64BigEndian(text[24..], accessor ?? 0);
        text[32] = accessor is null ? (byte)0 : (byte)1;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static bool IsUnreadable(Exception error) =>
        error is InvalidCastException or OverflowException or InvalidOperationException or FormatException or ArgumentException or LedgerDamagedException
        || (error is DbException && !StoreErrors.IsTransient(error));
}
