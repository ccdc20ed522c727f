using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Keys;

/// <summary>Destroying keys for good: listed beside the keys first, then in the store, so that no copy from before brings anybody back unnoticed.</summary>
internal sealed class KeyErasure(KeyStore keys)
{
    private static readonly RowShape Rows = new("erasures", "subject:b class:l serial:l at:l",
        "ON CONFLICT (subject, class) DO UPDATE SET serial = excluded.serial, at = excluded.at WHERE erasures.serial < excluded.serial");

    /// <summary>Destroys all of a person's keys but the statutory one. Repeating it changes nothing.</summary>
    public async Task DestroyAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        var now = keys.Store.Clock.Microseconds();
        Erasure[] erasures = [.. subjects.Select(s => new Erasure(s, Erasure.WholePerson, 1, now))];
        await keys.Erasures.AppendAsync(erasures, ct);
        await keys.Store.WriteAsync((tx, c) => ApplyAsync(tx, erasures, c), ct);
        KeyTelemetry.Destroyed(erasures.Length);
    }

    /// <summary>Destroys one class of a person's keys, where all items of it have ended. Repeating it changes nothing.</summary>
    public async Task DestroyClassAsync(SubjectId subject, KeyClass keyClass, CancellationToken ct)
    {
        var serial = await keys.Store.ReadAsync((session, c) => session.ScalarAsync<long>(
            "SELECT serial FROM subject_keys WHERE subject = @subject AND class = @class", c, ("subject", subject.ToBytes()), ("class", (long)keyClass)), ct: ct);
        if (serial != 0) await DestroyClassAsync(subject, keyClass, serial, ct);
    }

    /// <summary>As above, of the key of one serial: one made since stays.</summary>
    public async Task DestroyClassAsync(SubjectId subject, KeyClass keyClass, long serial, CancellationToken ct)
    {
        var erasure = new Erasure(subject, (long)keyClass, serial, keys.Store.Clock.Microseconds());
        await keys.Erasures.AppendAsync([erasure], ct);
        await keys.Store.WriteAsync((tx, c) => ApplyAsync(tx, [erasure], c), ct);
    }

    /// <summary>Destroys the keys of documents. Repeating it changes nothing.</summary>
    public async Task DestroyDocumentsAsync(IReadOnlyCollection<DocumentId> documents, CancellationToken ct)
    {
        var now = keys.Store.Clock.Microseconds();
        Erasure[] erasures = [.. documents.Select(d => new Erasure(SubjectId.FromBytes(d.ToBytes()), Erasure.Document, 1, now))];
        await keys.Erasures.AppendAsync(erasures, ct);
        await keys.Store.WriteAsync((tx, c) => ApplyAsync(tx, erasures, c), ct);
    }

    /// <summary>
    /// Brings the list beside the keys and the one in the store to the same, and destroys again whatever a restored copy brought back.
    /// Returns the people and documents erased, for the vault to look for their rows.
    /// </summary>
    public async Task<(IReadOnlyCollection<SubjectId> People, IReadOnlyCollection<DocumentId> Documents)> ReplayAsync(CancellationToken ct)
    {
        var listed = await keys.Erasures.ReadAsync(ct);
        var stored = await keys.Store.ReadAsync((session, c) => session.ListAsync("SELECT subject, class, serial, at FROM erasures",
            r => new Erasure(SubjectId.FromBytes(r.Bytes(0)), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), c), ct: ct);
        var known = listed.Select(e => (e.Subject, e.Class, e.Serial)).ToHashSet();
        await keys.Erasures.AppendAsync(stored.Where(e => !known.Contains((e.Subject, e.Class, e.Serial))), ct);
        var all = listed.Concat(stored).GroupBy(e => (e.Subject, e.Class)).Select(g => g.MaxBy(e => e.Serial)).ToList();
        var inStore = stored.Select(e => (e.Subject, e.Class, e.Serial)).ToHashSet();
        var living = await WithLivingKeysAsync([.. all.Select(e => e.Subject).Distinct()], ct);
        foreach (var chunk in all.Where(e => !inStore.Contains((e.Subject, e.Class, e.Serial)) || living.Contains(e.Subject)).Chunk(512))
            await keys.Store.WriteAsync((tx, c) => ApplyAsync(tx, chunk, c), ct);
        return ([.. all.Where(e => e.Class == Erasure.WholePerson).Select(e => e.Subject)],
            [.. all.Where(e => e.Class == Erasure.Document).Select(e => DocumentId.FromBytes(e.Subject.ToBytes()))]);
    }

    internal static async Task<Dictionary<(SubjectId, long), long>> ListedAsync(StoreSession session, IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        var rows = await session.ListAsync($"SELECT subject, class, serial FROM erasures WHERE subject {session.InIds()}",
            r => (Subject: SubjectId.FromBytes(r.Bytes(0)), Class: r.GetInt64(1), Serial: r.GetInt64(2)), ct, ("ids", session.IdList(subjects)));
        return rows.ToDictionary(r => (r.Subject, r.Class), r => r.Serial);
    }

    private async Task<HashSet<SubjectId>> WithLivingKeysAsync(IReadOnlyList<SubjectId> subjects, CancellationToken ct)
    {
        var living = new HashSet<SubjectId>();
        foreach (var chunk in subjects.Chunk(512))
        {
            living.UnionWith(await keys.Store.ReadAsync((session, c) => session.ListAsync(
                $"""
                SELECT subject FROM subject_keys WHERE subject {session.InIds()} AND class <> {(int)KeyClass.Statutory}
                UNION SELECT subject FROM document_keys WHERE subject {session.InIds()}
                """,
                r => SubjectId.FromBytes(r.Bytes(0)), c, ("ids", session.IdList(chunk))), ct: ct));
        }

        return living;
    }

    private static async Task ApplyAsync(StoreTransaction tx, IReadOnlyCollection<Erasure> erasures, CancellationToken ct)
    {
        await Rows.InsertAsync(tx, [.. erasures.Select(e => new object?[] { e.Subject.ToBytes(), e.Class, e.Serial, e.At })], ct);
        foreach (var erasure in erasures)
        {
            if (erasure.Class == Erasure.WholePerson)
            {
                await tx.ExecuteAsync($"DELETE FROM subject_keys WHERE subject = @subject AND class <> {(int)KeyClass.Statutory}", ct, ("subject", erasure.Subject.ToBytes()));
                await tx.ExecuteAsync("DELETE FROM document_keys WHERE subject = @subject", ct, ("subject", erasure.Subject.ToBytes()));
            }
            else if (erasure.Class == Erasure.Document)
            {
                await tx.ExecuteAsync("DELETE FROM document_keys WHERE document = @document", ct, ("document", erasure.Subject.ToBytes()));
            }
            else
            {
                await tx.ExecuteAsync("DELETE FROM subject_keys WHERE subject = @subject AND class = @class AND serial <= @serial", ct,
                    ("subject", erasure.Subject.ToBytes()), ("class", erasure.Class), ("serial", erasure.Serial));
            }
        }
    }
}
