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
    private (bool Consents, bool Restrictions, bool Answers) _acts; // whether there are any

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

    private bool IsActive => Exists && State == SubjectState.Active;

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
        vault.Read(this, static (session, person) =>
        {
            person.PolicySequence = Newest(session);
            person.ReadSubject(session[SubjectRow]);
            person.ReadItems(session[ItemRows]);
            person.ReadActs(session);
            return true;
        });
        return KeysRead(masters);
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
        while (row.Step()) TakeKey(this, row);
        row.Reset();
        return true;
    }

    private void ReadSubject(StoreCursor row)
    {
        row.Bind(1, _id);
        if (row.Step()) TakeSubject(this, row);
        row.Reset();
    }

    private void ReadItems(StoreCursor row)
    {
        if (!IsActive) return;
        row.Bind(1, _id);
        while (row.Step()) TakeItem(this, row);
        row.Reset();
    }

    // What few people have, read of those who have it.
    private void ReadActs(HotSession session)
    {
        if (!IsActive) return;
        if (_acts.Consents) ReadConsents(session[ConsentRows]);
        if (_acts.Restrictions) ReadRestrictions(session[RestrictionRows]);
        if (_acts.Answers) ReadAnswers(session[AnswerRows]);
    }

    private static void TakeKey(HotPerson person, StoreCursor row) =>
        person._keys.Add(new WrappedKey((KeyClass)row.Number(0), row.Number(1), (int)row.Number(2), row.Bytes(3).ToArray()));

    private static void TakeSubject(HotPerson person, StoreCursor row)
    {
        (person.Exists, person.State, person.Generation, person.Kind) = (true, (SubjectState)row.Number(0), row.Number(1), person.Keep(row.Bytes(2)));
        person._acts = (row.Number(3) != 0, row.Number(4) != 0, row.Number(5) != 0);
    }

    private static void TakeItem(HotPerson person, StoreCursor row)
    {
        if (!person.IsActive || !person._plan.Asks(row.Bytes(0))) return;
        if (person._count == person._items.Length) Array.Resize(ref person._items, 2 * person._count);
        person._items[person._count++] = new HotItem
        {
            Item = person.Keep(row.Bytes(0)),
            Version = row.Number(1),
            Class = (KeyClass)row.Number(2),
            Sealed = person.Keep(row.Bytes(3)),
            AcquiredAt = row.Number(4),
            Channel = person.Keep(row.Bytes(5)),
            Policy = person.Keep(row.Bytes(6)),
            Kind = person.Keep(row.Bytes(7)),
        };
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
