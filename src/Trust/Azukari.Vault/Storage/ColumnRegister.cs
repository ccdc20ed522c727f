namespace Azukari.Vault.Storage;

/// <summary>What a column may hold. There is no kind for a personal value in clear, because no column may hold one.</summary>
internal enum ColumnContent
{
    /// <summary>A random id that tells nothing.</summary>
    Id,

    /// <summary>A fact about an act or a thing: time, code, version, count. Never what a person told the company.</summary>
    Fact,

    /// <summary>A personal value, sealed under the person's own key.</summary>
    Sealed,

    /// <summary>A keyed hash, or the ledger's pseudonym of a person.</summary>
    Token,

    /// <summary>A key, wrapped by a master key.</summary>
    WrappedKey,

    /// <summary>A published document.</summary>
    Published,
}

/// <summary>
/// Every column of the vault's stores and what it holds: the contract a test compares with the real tables on both engines, so that
/// no column is added without somebody deciding what it may hold.
/// </summary>
internal static class ColumnRegister
{
    private const ColumnContent Id = ColumnContent.Id, Fact = ColumnContent.Fact, Sealed = ColumnContent.Sealed,
        Token = ColumnContent.Token, Key = ColumnContent.WrappedKey, Published = ColumnContent.Published;

    /// <summary>By <c>store.table.column</c>.</summary>
    public static IReadOnlyDictionary<string, ColumnContent> Columns { get; } = Build(
        ("keys.masters", Fact, "version state created_at changed_at"),
        ("keys.subject_keys", Id, "subject"), ("keys.subject_keys", Fact, "class serial master"), ("keys.subject_keys", Key, "wrapped"),
        ("keys.index_keys", Fact, "item epoch state master"), ("keys.index_keys", Key, "wrapped"),
        ("keys.erasures", Id, "subject"), ("keys.erasures", Fact, "class serial at"),
        ("keys.document_keys", Id, "document subject"), ("keys.document_keys", Fact, "class master"), ("keys.document_keys", Key, "wrapped"),
        ("keys.unfinished_documents", Id, "document"), ("keys.unfinished_documents", Fact, "at"),
        ("keys.unfinished", Id, "subject"), ("keys.unfinished", Fact, "at"),
        ("vault.subjects", Id, "id"), ("vault.subjects", Fact, "kind state generation created_at changed_at membership_ended_at last_used_at"),
        ("vault.items", Id, "subject"), ("vault.items", Sealed, "sealed"),
        ("vault.items", Fact, "item version class acquired_at channel policy kind accessor until"),
        ("vault.item_history", Id, "subject"), ("vault.item_history", Sealed, "sealed"),
        ("vault.item_history", Fact, "item version class acquired_at channel policy kind accessor superseded_at superseded_by"),
        ("vault.documents", Id, "id subject series replaced_by"), ("vault.documents", Sealed, "card"),
        ("vault.documents", Fact, "item class state version type size acquired_at channel policy kind accessor until moved_at"),
        ("vault.document_chunks", Id, "document"), ("vault.document_chunks", Fact, "number"), ("vault.document_chunks", Sealed, "sealed"),
        ("vault.consents", Id, "subject id"), ("vault.consents", Fact, "purpose recipient items policy given_at withdrawn_at accessor"),
        ("vault.answers", Id, "subject"), ("vault.answers", Fact, "policy answer at accessor"),
        ("vault.restrictions", Id, "subject id"), ("vault.restrictions", Fact, "scope purpose recipient items since lifted_at accessor"),
        ("vault.statutory", Id, "subject"), ("vault.statutory", Sealed, "sealed"), ("vault.statutory", Fact, "policy kind until"),
        ("vault.policies", Fact, "sequence version sha256 published_at accessor entry"), ("vault.policies", Published, "document"),
        ("vault.outbox", Id, "id"), ("vault.outbox", Token, "pseudonym"), ("vault.outbox", Fact, "entry"),
        ("vault.changes", Id, "id subject"), ("vault.changes", Fact, "kind items purpose recipient at"),
        ("vault.notices", Id, "id subject"), ("vault.notices", Fact, "recipient acts_as kind items received_at at settled_at settled_by"),
        ("vault.ending_keys", Id, "subject"), ("vault.ending_keys", Fact, "class serial"),
        ("vault.item_versions", Id, "subject"), ("vault.item_versions", Fact, "item version"),
        ("vault.reindex", Id, "subject"), ("vault.reindex", Fact, "item version"),
        ("index.tokens", Fact, "item epoch"), ("index.tokens", Token, "token"), ("index.tokens", Id, "subject"),
        ("index.marks", Fact, "name value"));

    private static Dictionary<string, ColumnContent> Build(params (string Table, ColumnContent Content, string Names)[] rows)
    {
        var columns = new Dictionary<string, ColumnContent>(StringComparer.Ordinal);
        foreach (var (table, content, names) in rows)
            foreach (var name in names.Split(' '))
                columns.Add($"{table}.{name}", content);
        return columns;
    }
}
