using Azukari.Stores;
using Azukari.Vault.Keys;

namespace Azukari.Vault.Reading;

// Many people of SQLite's at one moment. Neighbours, as bulk reads ask for them, are read by walking along each tree, which costs a fraction of going
// down it for everyone (docs/adr/0017-hot-path.md).
internal sealed partial class HotPerson
{
    private const int LeastToWalk = 4;
    private const int StraysForEach = 4; // rows of others passed, for each person asked for: more would cost what is saved

    private static readonly HotStatement AnyKeyRow = new("SELECT 1 FROM subject_keys LIMIT 1");

    // The columns of the statements for one, and then whose row it is.
    private static readonly HotStatement KeysAlong = new("""
        SELECT class, serial, master, wrapped, subject FROM subject_keys WHERE subject BETWEEN ?1 AND ?2 ORDER BY subject
        """);

    private static readonly HotStatement SubjectsAlong = new("""
        SELECT state, generation, kind, EXISTS (SELECT 1 FROM consents c WHERE c.subject = s.id),
            EXISTS (SELECT 1 FROM restrictions r WHERE r.subject = s.id), EXISTS (SELECT 1 FROM answers a WHERE a.subject = s.id), id
        FROM subjects s WHERE id BETWEEN ?1 AND ?2 ORDER BY id
        """);

    private static readonly HotStatement ItemsAlong = new("""
        SELECT item, version, class, sealed, acquired_at, channel, policy, kind, subject FROM items WHERE subject BETWEEN ?1 AND ?2 ORDER BY subject
        """);

    /// <summary>Reads many at once: the keys of all at one moment, then what the vault has of all at one later moment.</summary>
    /// <param name="people">Each begun (<see cref="BeginWithId"/>); <see cref="Keys"/> are there afterwards.</param>
    /// <returns>The vault's moment before they were read (<see cref="Store.Moment"/>).</returns>
    public static long ReadAll(Store keys, IMasterKeys masters, Store vault, List<HotPerson> people)
    {
        keys.Read(people, static (session, all) =>
        {
            if (!session[AnyKeyRow].Step()) return false; // stands on its row until the last one is read: all see one moment
            var at = IsAscending(all) ? Walk(session[KeysAlong], 4, all, TakeKey) : 0;
            for (var row = session[KeyRows]; at < all.Count; at++) all[at].ReadKeys(row);
            return true;
        });
        var moment = vault.Moment();
        vault.Read(people, static (session, all) =>
        {
            var (newest, ascending) = (Newest(session), IsAscending(all));
            var at = ascending ? Walk(session[SubjectsAlong], 6, all, TakeSubject) : 0;
            for (var row = session[SubjectRow]; at < all.Count; at++) all[at].ReadSubject(row);
            at = ascending ? Walk(session[ItemsAlong], 8, all, TakeItem) : 0;
            for (var row = session[ItemRows]; at < all.Count; at++) all[at].ReadItems(row);
            foreach (var person in all)
            {
                person.PolicySequence = newest;
                person.ReadActs(session);
            }

            return true;
        });
        foreach (var person in people) person.Keys = person.KeysRead(masters);
        return moment;
    }

    private static bool IsAscending(List<HotPerson> people)
    {
        if (people.Count < LeastToWalk) return false;
        for (var i = 1; i < people.Count; i++)
            if (people[i - 1].Subject >= people[i].Subject) return false;
        return true;
    }

    /// <summary>Takes the rows from the first person's to the last one's, unless too many of them are others'.</summary>
    /// <param name="whose">The column that says whose row it is.</param>
    /// <returns>How many of the people, from the first on, have all their rows; the rest have none.</returns>
    private static int Walk(StoreCursor row, int whose, List<HotPerson> people, Action<HotPerson, StoreCursor> take)
    {
        row.Bind(1, people[0]._id);
        row.Bind(2, people[^1]._id);
        var (at, strays) = (0, 0);
        while (row.Step())
        {
            var id = row.Bytes(whose);
            int order;
            while ((order = people[at]._id.AsSpan().SequenceCompareTo(id)) < 0) at++; // ends at the last one: no row is behind theirs
            if (order == 0) take(people[at], row);
            else if (++strays > StraysForEach * people.Count) break; // somebody's before the next person's: of theirs none is read yet
        }

        row.Reset();
        return strays > StraysForEach * people.Count ? at : people.Count;
    }
}
