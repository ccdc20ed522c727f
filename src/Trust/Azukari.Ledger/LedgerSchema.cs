using Azukari.Stores;

namespace Azukari.Ledger;

/// <summary>The ledger's own store.</summary>
public static class LedgerSchema
{
    /// <summary>The definition to open the store with.</summary>
    /// <remarks>
    /// The hot table has no index on subjects: it would cost a third of the append rate; a sealed row has. <c>arrival</c> gives the order
    /// of commits, and for one writer the order of its chain.
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
        """)]);
}
