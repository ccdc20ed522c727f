using Azukari.Stores;

namespace Azukari.Vault.Storage;

/// <summary>
/// The vault's three stores. No transaction spans two of them: every act orders its steps so that a crash between them leaves
/// nothing readable that should not be, and opening finishes what was begun (docs/adr/0006-stores-and-order-of-steps.md).
/// Times are microseconds since 1970 UTC; ids are 16 bytes.
/// </summary>
internal static class VaultStores
{
    /// <summary>Wrapped keys and the list of erased people. Its own file and its own short backup cycle.</summary>
    public static StoreDefinition Keys { get; } = new("keys",
        new Migration(1, "keys, erasures, unfinished creations", """
            CREATE TABLE masters (
                version {long} NOT NULL PRIMARY KEY,
                state {long} NOT NULL,
                created_at {long} NOT NULL,
                changed_at {long} NOT NULL
            ) {strict};
            CREATE TABLE subject_keys (
                subject {bytes} NOT NULL,
                class {long} NOT NULL,
                serial {long} NOT NULL,
                master {long} NOT NULL,
                wrapped {bytes} NOT NULL,
                PRIMARY KEY (subject, class)
            ) {strict-rowless};
            CREATE TABLE index_keys (
                item {text} NOT NULL,
                epoch {long} NOT NULL,
                state {long} NOT NULL,
                master {long} NOT NULL,
                wrapped {bytes} NOT NULL,
                PRIMARY KEY (item, epoch)
            ) {strict-rowless};
            CREATE TABLE erasures (
                subject {bytes} NOT NULL,
                class {long} NOT NULL,
                serial {long} NOT NULL,
                at {long} NOT NULL,
                PRIMARY KEY (subject, class)
            ) {strict-rowless};
            CREATE TABLE unfinished (
                subject {bytes} NOT NULL PRIMARY KEY,
                at {long} NOT NULL
            ) {strict-rowless};
            """),
        new Migration(2, "a key for each document", """
            CREATE TABLE document_keys (
                document {bytes} NOT NULL PRIMARY KEY,
                subject {bytes} NOT NULL,
                class {long} NOT NULL,
                master {long} NOT NULL,
                wrapped {bytes} NOT NULL
            ) {strict-rowless};
            CREATE INDEX document_keys_subject ON document_keys (subject);
            CREATE TABLE unfinished_documents (
                document {bytes} NOT NULL PRIMARY KEY,
                at {long} NOT NULL
            ) {strict-rowless};
            """))
    {
        SecureDelete = true,
    };

    /// <summary>The people, their sealed items, what they agreed to, the published policies and the outbox to the ledger.</summary>
    public static StoreDefinition Vault { get; } = new("vault",
        new Migration(1, "subjects, items, acts, policies, outbox", """
            CREATE TABLE subjects (
                id {bytes} NOT NULL PRIMARY KEY,
                kind {text} NOT NULL,
                state {long} NOT NULL,
                generation {long} NOT NULL,
                created_at {long} NOT NULL,
                changed_at {long} NOT NULL,
                membership_ended_at {long},
                last_used_at {long}
            ) {strict-rowless};
            CREATE INDEX subjects_unfinished ON subjects (state) WHERE state = 1;
            CREATE TABLE items (
                subject {bytes} NOT NULL,
                item {text} NOT NULL,
                version {long} NOT NULL,
                class {long} NOT NULL,
                sealed {bytes} NOT NULL,
                acquired_at {long} NOT NULL,
                channel {text} NOT NULL,
                policy {text} NOT NULL,
                kind {text} NOT NULL,
                accessor {text} NOT NULL,
                until {long},
                PRIMARY KEY (subject, item)
            ) {strict-rowless};
            CREATE INDEX items_until ON items (until) WHERE until IS NOT NULL;
            CREATE TABLE item_history (
                subject {bytes} NOT NULL,
                item {text} NOT NULL,
                version {long} NOT NULL,
                class {long} NOT NULL,
                sealed {bytes} NOT NULL,
                acquired_at {long} NOT NULL,
                channel {text} NOT NULL,
                policy {text} NOT NULL,
                kind {text} NOT NULL,
                accessor {text} NOT NULL,
                superseded_at {long} NOT NULL,
                superseded_by {text} NOT NULL,
                PRIMARY KEY (subject, item, version)
            ) {strict-rowless};
            CREATE TABLE consents (
                subject {bytes} NOT NULL,
                id {bytes} NOT NULL,
                purpose {text},
                recipient {text},
                items {text} NOT NULL,
                policy {text} NOT NULL,
                given_at {long} NOT NULL,
                withdrawn_at {long},
                accessor {text} NOT NULL,
                PRIMARY KEY (subject, id)
            ) {strict-rowless};
            CREATE TABLE answers (
                subject {bytes} NOT NULL,
                policy {text} NOT NULL,
                answer {long} NOT NULL,
                at {long} NOT NULL,
                accessor {text} NOT NULL,
                PRIMARY KEY (subject, policy)
            ) {strict-rowless};
            CREATE TABLE restrictions (
                subject {bytes} NOT NULL,
                id {bytes} NOT NULL,
                scope {long} NOT NULL,
                purpose {text},
                recipient {text},
                items {text} NOT NULL,
                since {long} NOT NULL,
                lifted_at {long},
                accessor {text} NOT NULL,
                PRIMARY KEY (subject, id)
            ) {strict-rowless};
            CREATE TABLE statutory (
                subject {bytes} NOT NULL PRIMARY KEY,
                sealed {bytes} NOT NULL,
                policy {text} NOT NULL,
                kind {text} NOT NULL,
                until {long} NOT NULL
            ) {strict-rowless};
            CREATE TABLE policies (
                sequence {long} NOT NULL PRIMARY KEY,
                version {text} NOT NULL UNIQUE,
                sha256 {bytes} NOT NULL,
                document {bytes} NOT NULL,
                published_at {long} NOT NULL,
                accessor {text} NOT NULL
            ) {strict};
            CREATE TABLE outbox (
                id {bytes} NOT NULL PRIMARY KEY,
                pseudonym {bytes},
                entry {bytes} NOT NULL
            ) {strict-rowless};
            CREATE INDEX outbox_pseudonym ON outbox (pseudonym);
            CREATE TABLE reindex (
                subject {bytes} NOT NULL,
                item {text} NOT NULL,
                version {long} NOT NULL,
                PRIMARY KEY (subject, item)
            ) {strict-rowless};
            """),
        new Migration(2, "policies name the ledger entry of their publication", "ALTER TABLE policies ADD COLUMN entry {bytes};"),
        Migration.WithPostgres(3, "documents and their chunks", """
            CREATE TABLE documents (
                id {bytes} NOT NULL PRIMARY KEY,
                subject {bytes} NOT NULL,
                item {text} NOT NULL,
                class {long} NOT NULL,
                state {long} NOT NULL,
                series {bytes} NOT NULL,
                version {long} NOT NULL,
                replaced_by {bytes},
                type {text} NOT NULL,
                size {long} NOT NULL,
                card {bytes},
                acquired_at {long} NOT NULL,
                channel {text} NOT NULL,
                policy {text} NOT NULL,
                kind {text} NOT NULL,
                accessor {text} NOT NULL,
                until {long},
                moved_at {long} NOT NULL
            ) {strict-rowless};
            CREATE INDEX documents_subject ON documents (subject);
            CREATE INDEX documents_unfinished ON documents (state) WHERE state <> 1;
            CREATE INDEX documents_until ON documents (until) WHERE until IS NOT NULL;
            CREATE TABLE document_chunks (
                document {bytes} NOT NULL,
                number {long} NOT NULL,
                sealed {bytes} NOT NULL,
                PRIMARY KEY (document, number)
            ) {strict};
            """,
            // Sealed bytes do not compress: no time is spent on trying.
            "ALTER TABLE document_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL;"),
        new Migration(4, "changes, and the notices of them to recipients", """
            CREATE TABLE changes (
                id {bytes} NOT NULL PRIMARY KEY,
                subject {bytes} NOT NULL,
                kind {long} NOT NULL,
                items {text} NOT NULL,
                purpose {text},
                recipient {text},
                at {long} NOT NULL
            ) {strict-rowless};
            CREATE INDEX changes_subject ON changes (subject);
            CREATE TABLE notices (
                id {bytes} NOT NULL PRIMARY KEY,
                subject {bytes} NOT NULL,
                recipient {text} NOT NULL,
                acts_as {text},
                kind {long} NOT NULL,
                items {text} NOT NULL,
                received_at {long} NOT NULL,
                at {long} NOT NULL,
                settled_at {long},
                settled_by {text}
            ) {strict-rowless};
            CREATE INDEX notices_open ON notices (recipient, id) WHERE settled_at IS NULL;
            CREATE INDEX notices_subject ON notices (subject, recipient);
            CREATE INDEX notices_settled ON notices (settled_at) WHERE settled_at IS NOT NULL;
            """),
        new Migration(5, "classes of keys that end, and the versions of what is gone", """
            CREATE TABLE ending_keys (
                subject {bytes} NOT NULL,
                class {long} NOT NULL,
                serial {long} NOT NULL,
                PRIMARY KEY (subject, class)
            ) {strict-rowless};
            CREATE TABLE item_versions (
                subject {bytes} NOT NULL,
                item {text} NOT NULL,
                version {long} NOT NULL,
                PRIMARY KEY (subject, item)
            ) {strict-rowless};
            """))
    {
        SecureDelete = true,
    };

    /// <summary>Blind tokens, rebuilt from the vault at need and not backed up.</summary>
    public static StoreDefinition Index { get; } = new("index",
        new Migration(1, "tokens", """
            CREATE TABLE tokens (
                item {text} NOT NULL,
                epoch {long} NOT NULL,
                token {bytes} NOT NULL,
                subject {bytes} NOT NULL,
                PRIMARY KEY (item, epoch, token, subject)
            ) {strict-rowless};
            CREATE INDEX tokens_subject ON tokens (subject, item);
            CREATE TABLE marks (
                name {text} NOT NULL PRIMARY KEY,
                value {long} NOT NULL
            ) {strict-rowless};
            """))
    {
        SecureDelete = true,
    };
}

/// <summary>States of a subject row. Stored by number: never renumber.</summary>
internal enum SubjectState
{
    Active = 0,

    /// <summary>The erasure is decided and will be finished, whatever crashes: nothing of the person is readable any more.</summary>
    Erasing = 1,

    /// <summary>Only this row is left, so that a second erasure and a late read are answered truthfully.</summary>
    Erased = 2,
}
