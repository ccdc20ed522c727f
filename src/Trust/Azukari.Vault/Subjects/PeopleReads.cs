using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Subjects;

/// <summary>
/// What a decision reads of people, and what its release rechecks. On PostgreSQL, where a round trip costs more than what it asks for, the
/// reads of many callers go together.
/// </summary>
internal sealed class PeopleReads
{
    private const int Few = 16; // whoever asks about more fills a round trip alone
    private const int Workers = 4;
    private const int Most = 128;

    private static readonly string KeyRows = $"SELECT class, serial, master, wrapped, subject FROM {PostgresDatabase.SchemaOf(VaultStores.Keys.Name)}.subject_keys WHERE subject = ANY(@ids)";

    private readonly Store _vault;
    private readonly KeyStore _keys;
    private readonly Coalescer<(Dictionary<SubjectId, SubjectKeys> Keys, PeopleSnapshot People)>? _people;
    private readonly Coalescer<Dictionary<SubjectId, Freshness>>? _freshness;

    public PeopleReads(Store vault, KeyStore keys)
    {
        (_vault, _keys) = (vault, keys);
        if (vault.Engine != StoreEngine.Postgres) return;
        _people = new(Workers, Most, ids => ReadNowAsync(ids, CancellationToken.None));
        _freshness = new(Workers, Most, ids => FreshnessNowAsync(ids, CancellationToken.None));
    }

    /// <summary>Keys first, then the vault: whoever is erased in between has lost a key or shows as erasing, never neither.</summary>
    /// <returns>About the people asked for, and perhaps others.</returns>
    public Task<(Dictionary<SubjectId, SubjectKeys> Keys, PeopleSnapshot People)> ReadAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        _people is { } together && subjects.Count <= Few ? together.ReadAsync(subjects, ct) : ReadNowAsync(subjects, ct);

    /// <summary>What release must recheck, read anew; who is not there is left out.</summary>
    public Task<Dictionary<SubjectId, Freshness>> FreshnessAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        _freshness is { } together && subjects.Count <= Few ? together.ReadAsync(subjects, ct) : FreshnessNowAsync(subjects, ct);

    private async Task<(Dictionary<SubjectId, SubjectKeys> Keys, PeopleSnapshot People)> ReadNowAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct)
    {
        if (_vault.Engine == StoreEngine.Sqlite)
        {
            var first = await _keys.ReadManyAsync(subjects, ct);
            return (first, await _vault.ReadAsync((session, c) => PeopleReader.ReadAsync(session, subjects, c), snapshot: true, ct));
        }

        // In one database both are read in one snapshot, which is as good: an erasure shows in the vault before it takes the keys.
        if (_keys.Store.Location != _vault.Location)
        {
            var first = await _keys.ReadManyAsync(subjects, ct);
            return (first, await PeopleReader.ReadTogetherAsync(_vault, subjects, null, ct));
        }

        var keys = new Dictionary<SubjectId, List<WrappedKey>>(subjects.Count);
        var people = await PeopleReader.ReadTogetherAsync(_vault, subjects, (KeyRows, r =>
        {
            var subject = SubjectId.FromBytes(r.Bytes(4));
            if (!keys.TryGetValue(subject, out var mine)) keys[subject] = mine = [];
            mine.Add(KeyStore.ReadKey(r));
        }), ct);
        return (keys.ToDictionary(pair => pair.Key, pair => new SubjectKeys(pair.Key, _keys.Masters, pair.Value)), people);
    }

    private Task<Dictionary<SubjectId, Freshness>> FreshnessNowAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        _vault.ReadAsync((session, c) => PeopleReader.FreshnessAsync(session, subjects, c), ct: ct);
}
