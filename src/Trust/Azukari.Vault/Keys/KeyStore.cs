using System.Security.Cryptography;
using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Keys;

/// <summary>
/// The store of wrapped keys. Keys are created before the data they seal and destroyed before it, so what a crash leaves behind is
/// either a key without data or data nobody can open.
/// </summary>
internal sealed class KeyStore(Store store, IMasterKeys masters, ErasureList list)
{
    private static readonly RowShape KeyRows = new("subject_keys", "subject:b class:l serial:l master:l wrapped:b", "ON CONFLICT DO NOTHING");
    private static readonly RowShape UnfinishedRows = new("unfinished", "subject:b at:l", "ON CONFLICT DO NOTHING");

    private readonly Lock _gate = new();
    private List<SubjectId> _finished = [];

    public Store Store => store;

    public IMasterKeys Masters => masters;

    public ErasureList Erasures => list;

    /// <summary>The person's keys as they lie there now; empty when there are none.</summary>
    public Task<SubjectKeys> ReadAsync(SubjectId subject, CancellationToken ct) => store.ReadAsync(async (session, c) =>
        new SubjectKeys(subject, masters, await session.ListAsync(
            "SELECT class, serial, master, wrapped FROM subject_keys WHERE subject = @subject", ReadKey, c, ("subject", subject.ToBytes()))), ct: ct);

    /// <summary>The keys of many; who has none is left out.</summary>
    public Task<Dictionary<SubjectId, SubjectKeys>> ReadManyAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        store.ReadAsync(async (session, c) =>
        {
            var rows = await session.ListAsync(
                $"SELECT class, serial, master, wrapped, subject FROM subject_keys WHERE subject {session.InIds()}",
                r => (Subject: SubjectId.FromBytes(r.Bytes(4)), Key: ReadKey(r)), c, ("ids", session.IdList(subjects)));
            return rows.GroupBy(r => r.Subject).ToDictionary(g => g.Key, g => new SubjectKeys(g.Key, masters, [.. g.Select(r => r.Key)]));
        }, ct: ct);

    /// <summary>
    /// Makes the keys that are missing, durably, all in one transaction. People new to the vault are noted as unfinished until
    /// <see cref="Finished"/>. Nothing but a statutory key is made for a person on the list of erasures.
    /// </summary>
    public Task CreateAsync(IReadOnlyCollection<(SubjectId Subject, KeyClass Class)> wanted, bool newPeople, CancellationToken ct)
    {
        KeyTelemetry.Created(wanted.Count);
        var finished = TakeFinished();
        return store.WriteAsync(async (tx, c) =>
        {
            var master = await CurrentMasterAsync(tx, c);
            var people = wanted.Select(w => w.Subject).Distinct().ToList();
            var gone = newPeople ? [] : await KeyErasure.ListedAsync(tx, people, c);
            var rows = new List<object?[]>(wanted.Count);
            foreach (var (subject, keyClass) in wanted)
            {
                if (gone.ContainsKey((subject, Erasure.WholePerson)) && keyClass != KeyClass.Statutory) continue;
                rows.Add(NewKey(subject, keyClass, gone.GetValueOrDefault((subject, (long)keyClass)) + 1, master));
            }

            await KeyRows.InsertAsync(tx, rows, c);
            var now = store.Clock.Microseconds();
            if (newPeople) await UnfinishedRows.InsertAsync(tx, [.. people.Select(s => new object?[] { s.ToBytes(), now })], c);
            await ForgetUnfinishedAsync(tx, finished, c);
        }, ct);
    }

    /// <summary>The data of these people is durable: the note that they were unfinished goes with the next write.</summary>
    public void Finished(IEnumerable<SubjectId> subjects)
    {
        lock (_gate) _finished.AddRange(subjects);
    }

    /// <summary>Writes what <see cref="Finished"/> left to write.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var finished = TakeFinished();
        if (finished.Count > 0) await store.WriteAsync((tx, c) => ForgetUnfinishedAsync(tx, finished, c), ct);
    }

    /// <summary>People whose creation was begun before the given time and never reported as finished.</summary>
    public Task<List<SubjectId>> UnfinishedAsync(DateTimeOffset before, CancellationToken ct) => store.ReadAsync((session, c) => session.ListAsync(
        "SELECT subject FROM unfinished WHERE at < @before", r => SubjectId.FromBytes(r.Bytes(0)), c, ("before", before.ToMicroseconds())), ct: ct);

    /// <summary>Removes the keys of people who never came to be.</summary>
    public Task DropUnfinishedAsync(IReadOnlyList<SubjectId> subjects, CancellationToken ct) => store.WriteAsync(async (tx, c) =>
    {
        await tx.ExecuteAsync($"DELETE FROM subject_keys WHERE subject {tx.InIds()}", c, ("ids", tx.IdList(subjects)));
        await ForgetUnfinishedAsync(tx, subjects, c);
    }, ct);

    /// <summary>
    /// The version new keys are wrapped by, held until the transaction ends: a rotation can move on only when nobody is about to
    /// write a key under the version it retires.
    /// </summary>
    internal static async Task<int> CurrentMasterAsync(StoreTransaction tx, CancellationToken ct)
    {
        // PostgreSQL: a row that stopped matching while this waited for it is left out; the next statement sees its successor.
        for (var tries = 0; tries < 3; tries++)
        {
            var version = await tx.ScalarAsync<long>("SELECT version FROM masters WHERE state = 0" + tx.ForShare(), ct);
            if (version != 0) return (int)version;
        }

        throw new MasterKeyException("The key store knows no current master key.");
    }

    /// <summary>A new random key, wrapped for its place.</summary>
    private object?[] NewKey(SubjectId subject, KeyClass keyClass, long serial, int master)
    {
        Span<byte> key = stackalloc byte[Aead.KeySize];
        Span<byte> associated = stackalloc byte[WrappedKey.AssociatedSize];
        RandomNumberGenerator.Fill(key);
        WrappedKey.WriteAssociated(associated, subject, keyClass, serial, master);
        var wrapped = new byte[Aead.KeySize + IMasterKeys.Overhead];
        masters.Wrap(master, key, associated, wrapped);
        CryptographicOperations.ZeroMemory(key);
        return [subject.ToBytes(), (long)keyClass, serial, (long)master, wrapped];
    }

    private List<SubjectId> TakeFinished()
    {
        lock (_gate)
        {
            var finished = _finished;
            _finished = [];
            return finished;
        }
    }

    private static async Task ForgetUnfinishedAsync(StoreTransaction tx, IReadOnlyList<SubjectId> subjects, CancellationToken ct)
    {
        if (subjects.Count > 0) await tx.ExecuteAsync($"DELETE FROM unfinished WHERE subject {tx.InIds()}", ct, ("ids", tx.IdList(subjects)));
    }

    internal static WrappedKey ReadKey(System.Data.Common.DbDataReader r) => new((KeyClass)r.GetInt64(0), r.GetInt64(1), (int)r.GetInt64(2), r.Bytes(3));
}
