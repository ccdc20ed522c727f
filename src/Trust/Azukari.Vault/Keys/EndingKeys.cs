using Azukari.Stores;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Keys;

/// <summary>
/// Classes of a person's keys that nothing is sealed under any more. That one ends is committed with what ends it; then the key is destroyed, then the note goes. So a commit that
/// fails leaves what it would have deleted readable, and a crash after it leaves a note that the next act on the person, the background or the next opening works off. Notes
/// name the key by its serial: a key made since is another.
/// </summary>
internal sealed class EndingKeys(Store vault, VaultWrites writes, KeyErasure erasure)
{
    private const int Batch = 256;
    private static readonly RowShape Notes = new("ending_keys", "subject:b class:l serial:l", "ON CONFLICT (subject, class) DO UPDATE SET serial = excluded.serial");
    private static readonly RowStatement Worked = new("subject:b class:l serial:l", "DELETE FROM ending_keys WHERE subject = @subject AND class = @class AND serial = @serial",
        "DELETE FROM ending_keys WHERE (subject, class, serial) IN (SELECT * FROM {rows})");

    /// <summary>Notes keys that end, in the transaction of what ends them, the person's row held.</summary>
    public static Task NoteAsync(StoreTransaction tx, IReadOnlyCollection<Ending> endings, CancellationToken ct) => Notes.InsertAsync(tx, [.. endings.Select(Row)], ct);

    /// <summary>After that commit: destroys them.</summary>
    public async Task FinishAsync(IReadOnlyCollection<Ending> endings, CancellationToken ct)
    {
        if (endings.Count == 0) return;
        foreach (var ending in endings) await erasure.DestroyClassAsync(ending.Subject, ending.Class, ending.Serial, ct);
        writes.Defer(Worked, [.. endings.Select(Row)]);
    }

    /// <summary>
    /// Before an act on a person whose row is held: what an earlier one left to destroy goes first, so that nothing new is sealed under it. Returns whether there was any.
    /// </summary>
    public async Task<bool> FinishAsync(StoreTransaction tx, SubjectId subject, CancellationToken ct)
    {
        var left = await tx.ListAsync("SELECT subject, class, serial FROM ending_keys WHERE subject = @subject", Read, ct, ("subject", subject.ToBytes()));
        foreach (var ending in left) await erasure.DestroyClassAsync(ending.Subject, ending.Class, ending.Serial, ct);
        await Worked.ExecuteAsync(tx, [.. left.Select(Row)], ct);
        return left.Count > 0;
    }

    /// <summary>Destroys whatever is noted, of any process.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        while (true)
        {
            var left = await vault.ReadAsync((session, c) => session.ListAsync($"SELECT subject, class, serial FROM ending_keys LIMIT {Batch}", Read, c), ct: ct);
            if (left.Count == 0) return;
            foreach (var ending in left) await erasure.DestroyClassAsync(ending.Subject, ending.Class, ending.Serial, ct);
            await writes.WriteAsync((tx, c) => Worked.ExecuteAsync(tx, [.. left.Select(Row)], c), ct);
        }
    }

    private static Ending Read(System.Data.Common.DbDataReader r) => new(SubjectId.FromBytes(r.Bytes(0)), (KeyClass)r.GetInt64(1), r.GetInt64(2));

    private static object?[] Row(Ending ending) => [ending.Subject.ToBytes(), (long)ending.Class, ending.Serial];
}

/// <summary>One key that ends.</summary>
internal readonly record struct Ending(SubjectId Subject, KeyClass Class, long Serial);
