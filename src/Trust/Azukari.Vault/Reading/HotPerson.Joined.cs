using System.Data.Common;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

// A person as PostgreSQL gives them: one statement for all that is known of many, row after row (docs/adr/0029-joined-accesses.md).
internal sealed partial class HotPerson
{
    /// <summary>Which table a row is of.</summary>
    private const int OfPolicies = 0, OfSubject = 1, OfKey = 2, OfItem = 3, OfConsent = 4, OfRestriction = 5, OfAnswer = 6;

    /// <summary>Where a row names its person; null in the row about policies.</summary>
    public const int SubjectColumn = 1;

    private const int Number1 = 2, Number2 = 3, Number3 = 4, BytesColumn = 5, Text1 = 6, Text2 = 7, Text3 = 8, Text4 = 9;

    /// <summary>
    /// All that accesses read of the people <c>$1</c>, keys included, as of one moment: an erasure shows in the vault before it takes the keys, so
    /// whoever is erased has lost a key or shows as erasing, never neither.
    /// </summary>
    public static readonly string JoinedRows = $"""
        SELECT {OfPolicies}, NULL::bytea, coalesce(max(sequence), 0), NULL::bigint, NULL::bigint, NULL::bytea, {PostgresMoment.Columns}, NULL::text, NULL::text FROM policies
        UNION ALL SELECT {OfSubject}, id, state, generation, NULL, NULL, kind, NULL, NULL, NULL FROM subjects WHERE id = ANY($1)
        UNION ALL SELECT {OfKey}, subject, class, serial, master, wrapped, NULL, NULL, NULL, NULL FROM {PostgresDatabase.SchemaOf(VaultStores.Keys.Name)}.subject_keys WHERE subject = ANY($1)
        UNION ALL SELECT {OfItem}, subject, version, class, acquired_at, sealed, item, channel, policy, kind FROM items WHERE subject = ANY($1)
        UNION ALL SELECT {OfConsent}, subject, given_at, withdrawn_at, NULL, id, purpose, recipient, items, policy FROM consents WHERE subject = ANY($1)
        UNION ALL SELECT {OfRestriction}, subject, scope, since, lifted_at, id, purpose, recipient, items, NULL FROM restrictions WHERE subject = ANY($1)
        UNION ALL SELECT {OfAnswer}, subject, answer, at, NULL, NULL, policy, NULL, NULL, NULL FROM answers WHERE subject = ANY($1)
        """;

    /// <summary>The newest policy, if the row is about that and about nobody.</summary>
    public static long? PolicySequenceOf(DbDataReader row) => row.GetInt32(0) == OfPolicies ? row.GetInt64(Number1) : null;

    /// <summary>The moment all rows are of, by the row about policies.</summary>
    public static PostgresMoment MomentOf(DbDataReader row) => PostgresMoment.Parse(row.GetString(Text1), row.GetString(Text2));

    /// <summary>One that belongs to no thread.</summary>
    public static HotPerson Make() => new();

    /// <summary>Whether it is worth keeping.</summary>
    public bool IsSmall => _bytes.Length <= KeptBytes;

    /// <summary>Makes ready for another person's rows.</summary>
    public void Begin(SubjectId subject, AccessPlan plan)
    {
        (Subject, _plan, _used, _count, Exists, PolicySequence) = (subject, plan, 0, 0, false, 0);
        _keys.Clear();
        Consents.Clear();
        Restrictions.Clear();
        Answers.Clear();
    }

    /// <summary>Takes in a row about this person.</summary>
    public void Take(DbDataReader row)
    {
        switch (row.GetInt32(0))
        {
            case OfSubject:
                (Exists, State, Generation, Kind) = (true, (SubjectState)row.GetInt64(Number1), row.GetInt64(Number2), Keep(row, Text1));
                break;
            case OfKey:
                _keys.Add(new WrappedKey((KeyClass)row.GetInt64(Number1), row.GetInt64(Number2), (int)row.GetInt64(Number3), row.Bytes(BytesColumn)));
                break;
            case OfItem:
                TakeItem(row);
                break;
            case OfConsent:
                Consents.Add(new ConsentRow(new Guid(row.Bytes(BytesColumn), bigEndian: true), row.GetString(Text1), row.TextOrNull(Text2), row.GetString(Text3).Split(' '),
                    row.GetString(Text4), row.GetInt64(Number1), row.LongOrNull(Number2), ""));
                break;
            case OfRestriction:
                Restrictions.Add(new RestrictionRow(new Guid(row.Bytes(BytesColumn), bigEndian: true), (int)row.GetInt64(Number1), row.TextOrNull(Text1), row.TextOrNull(Text2),
                    row.GetString(Text3).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.GetInt64(Number2), row.LongOrNull(Number3), ""));
                break;
            case OfAnswer:
                Answers.Add(new AnswerRow(row.GetString(Text1), row.GetInt64(Number1) == 1, row.GetInt64(Number2), ""));
                break;
        }
    }

    /// <summary>What all rows together say.</summary>
    /// <returns>The keys; null when there is none.</returns>
    public SubjectKeys? End(long policySequence, IMasterKeys masters)
    {
        PolicySequence = policySequence;
        return _keys.Count == 0 ? null : new SubjectKeys(Subject, masters, _keys.ToArray());
    }

    private void TakeItem(DbDataReader row)
    {
        var before = _used;
        var name = Keep(row, Text1);
        if (!_plan.Asks(this[name]))
        {
            _used = before;
            return;
        }

        if (_count == _items.Length) Array.Resize(ref _items, 2 * _count);
        _items[_count++] = new HotItem
        {
            Item = name,
            Version = row.GetInt64(Number1),
            Class = (KeyClass)row.GetInt64(Number2),
            AcquiredAt = row.GetInt64(Number3),
            Sealed = Keep(row, BytesColumn),
            Channel = Keep(row, Text2),
            Policy = Keep(row, Text3),
            Kind = Keep(row, Text4),
        };
    }

    // A text comes as its bytes in UTF-8.
    private Slice Keep(DbDataReader row, int column) => Keep(row.GetFieldValue<byte[]>(column));
}
