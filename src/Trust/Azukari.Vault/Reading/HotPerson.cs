using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>Where something lies in the bytes that were read.</summary>
internal readonly record struct Slice(int From, int Length);

/// <summary>A held item as its row says it, still sealed; its codes and bytes are slices.</summary>
internal struct HotItem
{
    public Slice Item, Channel, Policy, Kind, Sealed;
    public long Version, AcquiredAt;
    public KeyClass Class;
    public Publishing.ItemTerms? Terms;
}

/// <summary>
/// What one access reads of one person on SQLite: keys, facts and the sealed values of the items asked for, in bytes that are used again by
/// the thread's next access. Holds nothing in clear.
/// </summary>
internal sealed partial class HotPerson
{
    private const int KeptBytes = 64 * 1024;

    private static readonly HotStatement AnyKeyRow = new("SELECT 1 FROM subject_keys LIMIT 1");

    private static readonly HotStatement KeyRows = new("SELECT class, serial, master, wrapped FROM subject_keys WHERE subject = ?1");

    // One row says which of the rarely filled tables need asking at all.
    private static readonly HotStatement SubjectRow = new("""
        SELECT state, generation, kind, EXISTS (SELECT 1 FROM consents c WHERE c.subject = s.id),
            EXISTS (SELECT 1 FROM restrictions r WHERE r.subject = s.id), EXISTS (SELECT 1 FROM answers a WHERE a.subject = s.id)
        FROM subjects s WHERE id = ?1
        """);

    private static readonly HotStatement PolicySequenceRow = new("SELECT max(sequence) FROM policies");

    private static readonly HotStatement ItemRows = new(
        "SELECT item, version, class, sealed, acquired_at, channel, policy, kind FROM items WHERE subject = ?1");

    private static readonly HotStatement ConsentRows = new("SELECT id, purpose, recipient, items, policy, given_at, withdrawn_at, accessor FROM consents WHERE subject = ?1");

    private static readonly HotStatement RestrictionRows = new("SELECT id, scope, purpose, recipient, items, since, lifted_at, accessor FROM restrictions WHERE subject = ?1");

    private static readonly HotStatement AnswerRows = new("SELECT policy, answer, at, accessor FROM answers WHERE subject = ?1");

    private static readonly HotStatement FreshRow = new("SELECT generation, state FROM subjects WHERE id = ?1");

    [ThreadStatic]
    private static HotPerson? _idle;

    private readonly byte[] _id = new byte[SubjectId.Size];
    private readonly List<WrappedKey> _keys = [];
    private AccessPlan _plan = null!;
    private byte[] _bytes = new byte[4096];
    private int _used;
    private HotItem[] _items = new HotItem[8];
    private int _count;

    private HotPerson()
    {
    }

    public SubjectId Subject { get; private set; }

    public bool Exists { get; private set; }

    public SubjectState State { get; private set; }

    public long Generation { get; private set; }

    public long PolicySequence { get; private set; }

    public Slice Kind { get; private set; }

    /// <summary>The keys of one of many; null when there is none.</summary>
    public SubjectKeys? Keys { get; private set; }

    public Span<HotItem> Items => _items.AsSpan(0, _count);

    public List<ConsentRow> Consents { get; } = [];

    public List<RestrictionRow> Restrictions { get; } = [];

    public List<AnswerRow> Answers { get; } = [];

    public ReadOnlySpan<byte> this[Slice slice] => _bytes.AsSpan(slice.From, slice.Length);

    public static HotPerson Rent()
    {
        var person = _idle ?? new HotPerson();
        _idle = null;
        return person;
    }

    public void GiveBack()
    {
        if (IsSmall) _idle = this;
    }

    /// <summary>Keys first, then the vault: whoever is erased in between has lost a key or shows as erasing, never neither.</summary>
    /// <returns>The keys; null when there is none.</returns>
    public SubjectKeys? Read(Store keys, IMasterKeys masters, Store vault, SubjectId subject, AccessPlan plan)
    {
        BeginWithId(subject, plan);
        keys.Read(this, static (session, person) => person.ReadKeys(session[KeyRows]));
        vault.Read(this, static (session, person) => person.ReadPerson(session, Newest(session), session[SubjectRow], session[ItemRows]));
        return KeysRead(masters);
    }

    /// <summary>Reads many at once: the keys of all at one moment, then what the vault has of all at one later moment.</summary>
    /// <param name="people">Each begun (<see cref="BeginWithId"/>); <see cref="Keys"/> are there afterwards.</param>
    /// <returns>The vault's moment before they were read (<see cref="Store.Moment"/>).</returns>
    public static long ReadAll(Store keys, IMasterKeys masters, Store vault, List<HotPerson> people)
    {
        keys.Read(people, static (session, all) =>
        {
            var row = session[KeyRows];
            var held = session[AnyKeyRow].Step(); // stands on its row until the last one is read: all see one moment
            if (held)
                foreach (var person in all) person.ReadKeys(row);
            return held;
        });
        var moment = vault.Moment();
        vault.Read(people, static (session, all) =>
        {
            var newest = Newest(session);
            var (subject, items) = (session[SubjectRow], session[ItemRows]);
            foreach (var person in all) person.ReadPerson(session, newest, subject, items);
            return true;
        });
        foreach (var person in people) person.Keys = person.KeysRead(masters);
        return moment;
    }

    public void BeginWithId(SubjectId subject, AccessPlan plan)
    {
        Begin(subject, plan);
        subject.WriteTo(_id);
    }

    private SubjectKeys? KeysRead(IMasterKeys masters) => _keys.Count == 0 ? null : new SubjectKeys(Subject, masters, _keys.ToArray());

    // The statement stands on its row until the session ends: whatever is read after it is of the same moment.
    private static long Newest(HotSession session)
    {
        var newest = session[PolicySequenceRow];
        return newest.Step() ? newest.Number(0) : 0;
    }

    /// <summary>
    /// Rechecks what was read together: where nobody has committed anything to the vault since, it is what it was, and otherwise it is read anew.
    /// </summary>
    /// <returns>Whether it was read anew.</returns>
    public static bool RecheckSince(Store vault, Pending[] accesses)
    {
        var now = vault.Moment();
        var changed = false;
        foreach (var each in accesses) changed |= !(((CrowdPending)each).IsFresh = ((CrowdPending)each).Moment == now);
        if (changed) Recheck(vault, accesses);
        return changed;
    }

    /// <summary>Reads anew, for all of them at one moment, what release must recheck.</summary>
    public static void Recheck(Store vault, Pending[] accesses) => vault.Read(accesses, static (session, all) =>
    {
        var newest = session[PolicySequenceRow]; // stands on its row until the last one is read
        var sequence = newest.Step() ? newest.Number(0) : 0;
        var row = session[FreshRow];
        Span<byte> id = stackalloc byte[SubjectId.Size];
        foreach (var each in all)
        {
            var access = (IRechecked)each;
            access.Subject.WriteTo(id);
            row.Bind(1, id);
            access.IsFresh = row.Step() && new Freshness(sequence, row.Number(0), (SubjectState)row.Number(1)) == access.Expected;
            row.Reset();
        }

        return true;
    });

    private bool ReadKeys(StoreCursor row)
    {
        row.Bind(1, _id);
        while (row.Step()) _keys.Add(new WrappedKey((KeyClass)row.Number(0), row.Number(1), (int)row.Number(2), row.Bytes(3).ToArray()));
        row.Reset();
        return true;
    }

    private bool ReadPerson(HotSession session, long newestPolicy, StoreCursor subject, StoreCursor items)
    {
        PolicySequence = newestPolicy;
        subject.Bind(1, _id);
        Exists = subject.Step();
        if (Exists)
        {
            (State, Generation, Kind) = ((SubjectState)subject.Number(0), subject.Number(1), Keep(subject.Bytes(2)));
            if (State == SubjectState.Active)
            {
                ReadItems(items);
                if (subject.Number(3) != 0) ReadConsents(session[ConsentRows]);
                if (subject.Number(4) != 0) ReadRestrictions(session[RestrictionRows]);
                if (subject.Number(5) != 0) ReadAnswers(session[AnswerRows]);
            }
        }

        subject.Reset();
        return Exists;
    }

    private void ReadItems(StoreCursor row)
    {
        row.Bind(1, _id);
        while (row.Step())
        {
            if (!_plan.Asks(row.Bytes(0))) continue;
            if (_count == _items.Length) Array.Resize(ref _items, 2 * _count);
            _items[_count++] = new HotItem
            {
                Item = Keep(row.Bytes(0)),
                Version = row.Number(1),
                Class = (KeyClass)row.Number(2),
                Sealed = Keep(row.Bytes(3)),
                AcquiredAt = row.Number(4),
                Channel = Keep(row.Bytes(5)),
                Policy = Keep(row.Bytes(6)),
                Kind = Keep(row.Bytes(7)),
            };
        }

        row.Reset();
    }

    private void ReadConsents(StoreCursor row)
    {
        row.Bind(1, _id);
        while (row.Step())
            Consents.Add(new ConsentRow(new Guid(row.Bytes(0), bigEndian: true), row.Text(1), row.IsNull(2) ? null : row.Text(2), row.Text(3).Split(' '), row.Text(4),
                row.Number(5), row.IsNull(6) ? null : row.Number(6), row.Text(7)));
        row.Reset();
    }

    private void ReadRestrictions(StoreCursor row)
    {
        row.Bind(1, _id);
        while (row.Step())
            Restrictions.Add(new RestrictionRow(new Guid(row.Bytes(0), bigEndian: true), (int)row.Number(1), row.IsNull(2) ? null : row.Text(2), row.IsNull(3) ? null : row.Text(3),
                row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Number(5), row.IsNull(6) ? null : row.Number(6), row.Text(7)));
        row.Reset();
    }

    private void ReadAnswers(StoreCursor row)
    {
        row.Bind(1, _id);
        while (row.Step()) Answers.Add(new AnswerRow(row.Text(0), row.Number(1) == 1, row.Number(2), row.Text(3)));
        row.Reset();
    }

    private Slice Keep(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _used < bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_used));
        var slice = new Slice(_used, bytes.Length);
        _used += bytes.Length;
        return slice;
    }
}

/// <summary>What release must recheck.</summary>
internal interface IRechecked
{
    SubjectId Subject { get; }

    Freshness Expected { get; }

    bool IsFresh { get; set; }
}

/// <summary>A permitted access whose entry is on its way to the disk, with what must still hold when it is there.</summary>
internal sealed class AccessPending(PreparedEntry entry, SubjectId subject, Freshness expected, ICommitted then) : AwaitedPending([entry], dedupe: false), IRechecked
{
    public override ICommitted? Then => then;

    public SubjectId Subject => subject;

    public Freshness Expected => expected;

    /// <summary>Whether it did hold, read after the entry was durable.</summary>
    public bool IsFresh { get; set; }
}
