namespace Azukari.Company.Backup;

/// <summary>What is backed up apart from the rest, because who holds two of them holds more than either.</summary>
public enum BackupPart
{
    /// <summary>Sealed values and documents, published policies, the platform's own database, settings.</summary>
    Data,

    /// <summary>Wrapped keys, the list of erasures, the key that signs the ledger. Never the master key.</summary>
    Keys,

    /// <summary>The ledger and its checkpoints.</summary>
    Ledger,
}

/// <summary>Words and contents of the parts.</summary>
public static class BackupParts
{
    /// <summary>In the order they are copied: nothing refers to what was copied before it, so copies of one run always fit.</summary>
    public static IReadOnlyList<BackupPart> All { get; } = [BackupPart.Data, BackupPart.Keys, BackupPart.Ledger];

    /// <summary>The word in folder names and manifests.</summary>
    public static string Word(this BackupPart part) => part switch
    {
        BackupPart.Data => "data",
        BackupPart.Keys => "keys",
        BackupPart.Ledger => "ledger",
    };

    /// <summary>The stores of a part: SQLite files of that name, PostgreSQL schemas.</summary>
    internal static IReadOnlyList<string> Stores(this BackupPart part) => part switch
    {
        BackupPart.Data => ["vault", "platform"],
        BackupPart.Keys => ["keys"],
        BackupPart.Ledger => ["ledger"],
    };
}
