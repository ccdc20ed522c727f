using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>The ledger's own store.</summary>
public static class LedgerSchema
{
    /// <summary>The definition to open the store with.</summary>
    /// <remarks>
    /// The hot table has no index on subjects: it would cost a third of the append rate; a sealed row has. <c>arrival</c> gives the order
    /// of commits, and for one writer the order of its chain. What migration 2 adds is a convenience to search and count by: it repeats what
    /// entries say, is rebuilt from them at any time, and proves nothing. Entries sealed before it are marked in the background.
    /// Migration 3 tells an erasure at once whether, and until when, the law keeps a name, however long the person's history is. Migration 4
    /// spares sealing a page an entry (<see cref="PersonSql"/>). Migration 5 tells, with 3, who outside is to be told of a change.
    /// </remarks>
    public static StoreDefinition Definition { get; } = new("ledger", [new Migration(1, "entries, tree, checkpoints, writers", """
        CREATE TABLE writers (
            number {identity}, id {bytes} NOT NULL UNIQUE, seq {long} NOT NULL, head {bytes} NOT NULL,
            sealed_seq {long} NOT NULL, sealed_head {bytes} NOT NULL, holder {text} NOT NULL, open {long} NOT NULL) {strict};
        CREATE TABLE unsealed (
            arrival {identity}, id {bytes} NOT NULL UNIQUE, writer {long} NOT NULL, seq {long} NOT NULL, subject {bytes},
            salt {bytes} NOT NULL, link {bytes} NOT NULL, entry {bytes} NOT NULL) {strict};
        CREATE TABLE sealed (
            position {long} PRIMARY KEY, id {bytes} NOT NULL, time {long} NOT NULL, kind {text} NOT NULL, subject {bytes},
            accessor {text}, purpose {text}, writer {long} NOT NULL, seq {long} NOT NULL,
            salt {bytes} NOT NULL, link {bytes} NOT NULL, entry {bytes} NOT NULL) {strict};
        CREATE INDEX sealed_by_id ON sealed (id);
        CREATE INDEX sealed_by_subject ON sealed (subject, position);
        CREATE INDEX sealed_by_time ON sealed (time, position);
        CREATE INDEX sealed_by_kind ON sealed (kind, time, position);
        CREATE TABLE tiles (level {long} NOT NULL, number {long} NOT NULL, hashes {bytes} NOT NULL, PRIMARY KEY (level, number)) {strict-rowless};
        CREATE TABLE tree (id {long} PRIMARY KEY, size {long} NOT NULL, edge {bytes} NOT NULL) {strict};
        CREATE TABLE checkpoints (size {long} PRIMARY KEY, note {text} NOT NULL) {strict};
        INSERT INTO tree (id, size, edge) VALUES (1, 0, {nothing});
        """), new Migration(2, "traits, marks and daily counts to search by", """
        CREATE TABLE traits (
            number {identity}, fingerprint {bytes} NOT NULL UNIQUE, exact {long} NOT NULL, kind {text} NOT NULL, purpose {text}, recipient {text},
            reason {text}, clauses {text} NOT NULL, entries {long} NOT NULL, first {long} NOT NULL, last {long} NOT NULL) {strict};
        CREATE TABLE marks (
            trait {long} NOT NULL, time {long} NOT NULL, position {long} NOT NULL, accessor {long}, PRIMARY KEY (trait, time, position)) {strict-rowless};
        CREATE INDEX marks_by_accessor ON marks (accessor, time, position, trait);
        CREATE TABLE daily (trait {long} NOT NULL, day {long} NOT NULL, entries {long} NOT NULL, PRIMARY KEY (trait, day)) {strict-rowless};
        CREATE TABLE marking (id {long} PRIMARY KEY, generation {long} NOT NULL, done {long} NOT NULL, goal {long} NOT NULL) {strict};
        INSERT INTO marking (id, generation, done, goal) SELECT 1, 1, 0, size FROM tree;
        """), new Migration(3, "a person's provisions", """
        CREATE INDEX sealed_provisions ON sealed (subject, time) WHERE kind IN ('provided', 'received');
        """), new Migration(4, "a person's entries, by parts of the ledger", """
        DROP INDEX sealed_by_subject;
        CREATE INDEX sealed_by_person ON sealed (position >> 15, subject, position);
        """, "COMMENT ON INDEX sealed_by_subject IS 'One for the whole ledger: SQLite alone cuts it into parts.';"), new Migration(5, "what a person's data was shared for", """
        CREATE INDEX sealed_shares ON sealed (subject, time) WHERE kind = 'shared';
        """)])
    {
        LogPages = 4000, // 16 MiB: sealing writes the same pages of its indexes batch after batch
    };
}
