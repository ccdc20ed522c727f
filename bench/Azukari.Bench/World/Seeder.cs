using System.Security.Cryptography;
using Azukari.Bench.Twins;
using Azukari.Stores;
using Azukari.Vault;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Writing;
using Npgsql;

namespace Azukari.Bench.World;

/// <summary>
/// Fills an empty place with people: the rows an acquisition writes to the key store and the vault, sealed by the product's own code, in
/// large batches; and the same values in clear in the unprotected twins. What accesses do not read (the blind index, the entries of the
/// acquisitions) is left out.
/// </summary>
internal static class Seeder
{
    private const int Batch = 10_000;
    private static readonly RowShape Subjects = new("subjects", "id:b kind:t state:l generation:l created_at:l changed_at:l");
    private static readonly RowShape Keys = new("subject_keys", "subject:b class:l serial:l master:l wrapped:b");

    public static async Task FillAsync(BenchPlace place, int people, CancellationToken cancel)
    {
        var world = await BenchWorld.OpenCoreAsync(place, people, null, cancel);
        foreach (var policy in BenchWorld.Policies()) await world.Core.Publications.PublishAsync(policy, BenchWorld.By, cancel);
        await world.CloseAsync(closePlace: false);
        world = await BenchWorld.OpenCoreAsync(place, people, null, cancel); // marks the empty index as whole
        int[] byId = [.. Enumerable.Range(0, people).OrderBy(number => Specimens.Id(number))];
        foreach (var numbers in byId.Chunk(Batch)) await FillAsync(world.Core, numbers, cancel);
        await PlainTable.CreateAsync(place, byId.Chunk(Batch), cancel);
        await world.CloseAsync(closePlace: false);
        if (place.Location is PostgresDatabase database) await AnalyseAsync(database, cancel);
        place.MarkSeeded();
    }

    private static async Task FillAsync(TrustCore core, int[] numbers, CancellationToken cancel)
    {
        var policies = core.Parts.Policies.Required;
        var masters = core.Parts.Keys.Masters;
        var now = core.Parts.Clock.GetUtcNow();
        var rows = new (object?[][] Keys, object?[] Subject, object?[][] Items)[numbers.Length];
        Parallel.For(0, numbers.Length, i => rows[i] = Row(policies, masters, numbers[i], now));
        await core.Parts.Keys.Store.WriteAsync((tx, c) => Keys.InsertAsync(tx, [.. rows.SelectMany(r => r.Keys)], c), cancel);
        await core.Parts.Vault.WriteAsync(async (tx, c) =>
        {
            await Subjects.InsertAsync(tx, [.. rows.Select(r => r.Subject)], c);
            await ItemRows.Insert.InsertAsync(tx, [.. rows.SelectMany(r => r.Items)], c);
        }, cancel);
    }

    private static (object?[][], object?[], object?[][]) Row(PublishedPolicies policies, IMasterKeys masters, int number, DateTimeOffset now)
    {
        var subject = Specimens.Id(number);
        WrappedKey[] keys = [Key(masters, subject, KeyClass.Link), Key(masters, subject, KeyClass.Ordinary)];
        using var @sealed = new SealedItems(new SubjectKeys(subject, masters, keys));
        var facts = new SealedFacts(now.ToMicroseconds(), ItemRows.Word(Policy.Channel.Import), policies.Version.Value, Specimens.Kind.Value);
        var values = Specimens.Values(number);
        object?[][] items =
        [
            .. new[] { (Specimens.Name, values.Name), (Specimens.Address, values.Address), (Specimens.Mobile, values.Mobile) }.Select(pair => (object?[])
            [
                subject.ToBytes(), pair.Item1.Value, 1L, (long)KeyClass.Ordinary, @sealed.Seal(KeyClass.Ordinary, pair.Item1.Value, 1, facts, pair.Item2),
                facts.AcquiredAt, facts.Channel, facts.Policy, facts.Kind, BenchWorld.By.Code, null,
            ]),
        ];
        return ([.. keys.Select(k => (object?[])[subject.ToBytes(), (long)k.Class, k.Serial, (long)k.Master, k.Wrapped])],
            [subject.ToBytes(), Specimens.Kind.Value, (long)SubjectState.Active, 1L, facts.AcquiredAt, facts.AcquiredAt], items);
    }

    private static WrappedKey Key(IMasterKeys masters, SubjectId subject, KeyClass keyClass)
    {
        Span<byte> associated = stackalloc byte[WrappedKey.AssociatedSize];
        WrappedKey.WriteAssociated(associated, subject, keyClass, 1, masters.Current);
        var wrapped = new byte[Aead.KeySize + IMasterKeys.Overhead];
        masters.Wrap(masters.Current, RandomNumberGenerator.GetBytes(Aead.KeySize), associated, wrapped);
        return new WrappedKey(keyClass, 1, masters.Current, wrapped);
    }

    private static async Task AnalyseAsync(PostgresDatabase database, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("VACUUM (ANALYZE)"); // what autovacuum does on a server that has it on
        await command.ExecuteNonQueryAsync(cancel);
    }
}
