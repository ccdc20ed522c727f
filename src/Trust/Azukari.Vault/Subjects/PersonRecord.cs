using System.Data.Common;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;

namespace Azukari.Vault.Subjects;

/// <summary>A held item as its row says it, still sealed.</summary>
internal sealed record ItemRow(
    string Item, long Version, KeyClass Class, byte[] Sealed, long AcquiredAt, string Channel, string Policy, string Kind, string Accessor, long? Until);

internal sealed record ConsentRow(
    Guid Id, string Purpose, string? Recipient, string[] Items, string Policy, long GivenAt, long? WithdrawnAt, string Accessor);

internal sealed record RestrictionRow(
    Guid Id, int Scope, string? Purpose, string? Recipient, string[] Items, long Since, long? LiftedAt, string Accessor);

internal sealed record AnswerRow(string Policy, bool Consented, long At, string Accessor);

/// <summary>What the vault knows of a person at one moment: facts and sealed rows.</summary>
internal sealed class PersonRecord
{
    public required SubjectId Subject { get; init; }

    public required string Kind { get; init; }

    public required SubjectState State { get; init; }

    public required long Generation { get; init; }

    public required long CreatedAt { get; init; }

    public long? MembershipEndedAt { get; init; }

    public List<ItemRow> Items { get; private init; } = [];

    /// <summary>What modules keep of the person, as far as it was asked for.</summary>
    public IReadOnlyList<ElsewhereRow> Elsewhere { get; private init; } = [];

    public List<ConsentRow> Consents { get; private init; } = [];

    public List<RestrictionRow> Restrictions { get; private init; } = [];

    public List<AnswerRow> Answers { get; private init; } = [];

    /// <summary>The same person with what modules keep beside.</summary>
    public PersonRecord With(IReadOnlyList<ElsewhereRow> elsewhere) => new()
    {
        Subject = Subject, Kind = Kind, State = State, Generation = Generation, CreatedAt = CreatedAt, MembershipEndedAt = MembershipEndedAt,
        Items = Items, Consents = Consents, Restrictions = Restrictions, Answers = Answers, Elsewhere = elsewhere,
    };

    public ItemRow? Find(string item) => Items.Find(i => i.Item == item);
}

/// <summary>What was read in one snapshot: the people, and the newest published policy as of that moment.</summary>
internal sealed record PeopleSnapshot(long PolicySequence, Dictionary<SubjectId, PersonRecord> People)
{
    public PersonRecord? Find(SubjectId subject) => People.GetValueOrDefault(subject);
}

/// <summary>What must still hold when a decision is carried out.</summary>
internal readonly record struct Freshness(long PolicySequence, long Generation, SubjectState State);

/// <summary>Reads people from the vault, one or many, in one short read.</summary>
internal static class PeopleReader
{
    private const string ItemColumns = "item, version, class, sealed, acquired_at, channel, policy, kind, accessor, until, subject";

    private const string ConsentColumns = "id, purpose, recipient, items, policy, given_at, withdrawn_at, accessor, subject";
    private const string RestrictionColumns = "id, scope, purpose, recipient, items, since, lifted_at, accessor, subject";
    private const string AnswerColumns = "policy, answer, at, accessor, subject";

    // One row says which of the rarely filled tables need asking at all.
    private const string SubjectColumns = """
        kind, state, generation, created_at, membership_ended_at,
        EXISTS (SELECT 1 FROM consents c WHERE c.subject = s.id), EXISTS (SELECT 1 FROM restrictions r WHERE r.subject = s.id),
        EXISTS (SELECT 1 FROM answers a WHERE a.subject = s.id), (SELECT max(sequence) FROM policies), id
        """;

    /// <summary>The people of these ids with all their rows; who is not there is left out.</summary>
    public static async Task<PeopleSnapshot> ReadAsync(StoreSession session, IReadOnlyCollection<SubjectId> ids, CancellationToken ct)
    {
        var one = ids.Count == 1;
        var (@in, args) = one
            ? ("= @id", ((string, object?))("id", ids.First().ToBytes()))
            : (session.InIds(), ("ids", session.IdList(ids)));
        var sequence = -1L;
        var (consents, restrictions, answers) = (false, false, false);
        var people = (await session.ListAsync($"SELECT {SubjectColumns} FROM subjects s WHERE id {@in}", r =>
        {
            consents |= Flag(r, 5);
            restrictions |= Flag(r, 6);
            answers |= Flag(r, 7);
            sequence = r.LongOrNull(8) ?? 0;
            return ReadSubject(r, idColumn: 9);
        }, ct, args)).ToDictionary(p => p.Subject);
        if (sequence < 0) sequence = await PolicySequenceAsync(session, ct);
        if (people.Count == 0) return new PeopleSnapshot(sequence, people);
        foreach (var (subject, item) in await session.ListAsync($"SELECT {ItemColumns} FROM items WHERE subject {@in}", r => (Id(r, 10), ReadItem(r)), ct, args))
            people.GetValueOrDefault(subject)?.Items.Add(item);
        if (consents)
        {
            foreach (var (subject, consent) in await session.ListAsync(
                $"SELECT {ConsentColumns} FROM consents WHERE subject {@in}", r => (Id(r, 8), ReadConsent(r)), ct, args))
                people.GetValueOrDefault(subject)?.Consents.Add(consent);
        }

        if (restrictions)
        {
            foreach (var (subject, restriction) in await session.ListAsync(
                $"SELECT {RestrictionColumns} FROM restrictions WHERE subject {@in}", r => (Id(r, 8), ReadRestriction(r)), ct, args))
                people.GetValueOrDefault(subject)?.Restrictions.Add(restriction);
        }

        if (answers)
        {
            foreach (var (subject, answer) in await session.ListAsync(
                $"SELECT {AnswerColumns} FROM answers WHERE subject {@in}", r => (Id(r, 4), ReadAnswer(r)), ct, args))
                people.GetValueOrDefault(subject)?.Answers.Add(answer);
        }

        return new PeopleSnapshot(sequence, people);
    }

    /// <summary>The same for a batch of people in one round trip, for an engine where that is what a read costs.</summary>
    /// <param name="beside">What else is read in the same snapshot, of the same <c>@ids</c>.</param>
    public static async Task<PeopleSnapshot> ReadTogetherAsync(Store vault, IReadOnlyCollection<SubjectId> ids, (string Sql, Action<DbDataReader> Row)? beside, CancellationToken ct)
    {
        var sequence = 0L;
        var people = new Dictionary<SubjectId, PersonRecord>(ids.Count);
        PersonRecord? Of(DbDataReader r, int column) => people.GetValueOrDefault(Id(r, column)); // none: an erased person's row that is being removed
        await vault.ReadTogetherAsync(
        [
            .. beside is { } more ? [more] : ReadOnlySpan<(string, Action<DbDataReader>)>.Empty,
            ("SELECT coalesce(max(sequence), 0) FROM policies", r => sequence = r.GetInt64(0)),
            ("SELECT kind, state, generation, created_at, membership_ended_at, id FROM subjects WHERE id = ANY(@ids)", r =>
            {
                var person = ReadSubject(r, idColumn: 5);
                people[person.Subject] = person;
            }),
            ($"SELECT {ItemColumns} FROM items WHERE subject = ANY(@ids)", r => Of(r, 10)?.Items.Add(ReadItem(r))),
            ($"SELECT {ConsentColumns} FROM consents WHERE subject = ANY(@ids)", r => Of(r, 8)?.Consents.Add(ReadConsent(r))),
            ($"SELECT {RestrictionColumns} FROM restrictions WHERE subject = ANY(@ids)", r => Of(r, 8)?.Restrictions.Add(ReadRestriction(r))),
            ($"SELECT {AnswerColumns} FROM answers WHERE subject = ANY(@ids)", r => Of(r, 4)?.Answers.Add(ReadAnswer(r))),
        ], ct, ("ids", ids.Select(id => id.ToBytes()).ToArray()));
        return new PeopleSnapshot(sequence, people);
    }

    /// <summary>The number of the newest published policy; 0 when none was published.</summary>
    public static Task<long> PolicySequenceAsync(StoreSession session, CancellationToken ct) =>
        session.ScalarAsync<long>("SELECT max(sequence) FROM policies", ct);

    /// <summary>What release must recheck, read anew; who is not there is left out.</summary>
    public static async Task<Dictionary<SubjectId, Freshness>> FreshnessAsync(StoreSession session, IReadOnlyCollection<SubjectId> ids, CancellationToken ct)
    {
        var (@in, args) = ids.Count == 1
            ? ("= @id", ((string, object?))("id", ids.First().ToBytes()))
            : (session.InIds(), ("ids", session.IdList(ids)));
        var rows = await session.ListAsync($"SELECT id, generation, state, (SELECT max(sequence) FROM policies) FROM subjects WHERE id {@in}",
            r => (Id: Id(r, 0), Fresh: new Freshness(r.LongOrNull(3) ?? 0, r.GetInt64(1), (SubjectState)r.GetInt64(2))), ct, args);
        return rows.ToDictionary(r => r.Id, r => r.Fresh);
    }

    private static PersonRecord ReadSubject(DbDataReader r, int idColumn) => new()
    {
        Kind = r.GetString(0),
        State = (SubjectState)r.GetInt64(1),
        Generation = r.GetInt64(2),
        CreatedAt = r.GetInt64(3),
        MembershipEndedAt = r.LongOrNull(4),
        Subject = Id(r, idColumn),
    };

    private static ItemRow ReadItem(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), (KeyClass)r.GetInt64(2), r.Bytes(3), r.GetInt64(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8), r.LongOrNull(9));

    private static ConsentRow ReadConsent(DbDataReader r) => new(new Guid(r.Bytes(0), bigEndian: true), r.GetString(1), r.TextOrNull(2), r.GetString(3).Split(' '),
        r.GetString(4), r.GetInt64(5), r.LongOrNull(6), r.GetString(7));

    private static RestrictionRow ReadRestriction(DbDataReader r) => new(new Guid(r.Bytes(0), bigEndian: true), (int)r.GetInt64(1), r.TextOrNull(2), r.TextOrNull(3),
        r.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), r.GetInt64(5), r.LongOrNull(6), r.GetString(7));

    private static AnswerRow ReadAnswer(DbDataReader r) => new(r.GetString(0), r.GetInt64(1) == 1, r.GetInt64(2), r.GetString(3));

    private static SubjectId Id(DbDataReader r, int column) => SubjectId.FromBytes(r.Bytes(column));

    private static bool Flag(DbDataReader r, int column) => r.GetValue(column) is true or 1L; // a boolean on PostgreSQL, an integer on SQLite
}
