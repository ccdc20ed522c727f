using System.Collections.Frozen;

namespace Azukari.Ledger;

/// <summary>What was done. The ledger writes the wire name: lower-case words joined by hyphens.</summary>
public enum EntryKind
{
    /// <summary>Personal data was acquired (APPI 20, 21).</summary>
    Acquired,

    /// <summary>Personal data was used inside the company.</summary>
    Used,

    /// <summary>Personal data was used jointly (APPI 27(5)(iii)).</summary>
    Shared,

    /// <summary>Personal data was provided to someone outside (APPI 29).</summary>
    Provided,

    /// <summary>Personal data was received from someone outside (APPI 30).</summary>
    Received,

    /// <summary>Personal data was disclosed to the person (APPI 33).</summary>
    Disclosed,

    /// <summary>Someone searched for people, whether any were found or not.</summary>
    Searched,

    /// <summary>An access was refused.</summary>
    Refused,

    /// <summary>The person consented.</summary>
    Consented,

    /// <summary>The person withdrew a consent.</summary>
    Withdrawn,

    /// <summary>The person acknowledged a version of the policy.</summary>
    Acknowledged,

    /// <summary>Personal data was corrected (APPI 34).</summary>
    Corrected,

    /// <summary>Use was restricted (APPI 35).</summary>
    Restricted,

    /// <summary>A restriction was lifted.</summary>
    Unrestricted,

    /// <summary>Personal data was erased.</summary>
    Erased,

    /// <summary>Personal data went because its retention ended (APPI 22).</summary>
    Expired,

    /// <summary>A version of the policy was published.</summary>
    Published,

    /// <summary>A file with personal data left the system.</summary>
    Exported,

    /// <summary>The master key was rotated.</summary>
    KeysRotated,

    /// <summary>Something was registered: a subject, a view, an entrustee.</summary>
    Registered,

    /// <summary>Somebody of the staff looked at what is recorded about a person: what is held, the history. No value.</summary>
    Inspected,

    /// <summary>A backup was made; the reason says of what.</summary>
    BackedUp,

    /// <summary>Stores were restored from backups, or a drill of it was held.</summary>
    Restored,
}

/// <summary>The wire names of entry kinds.</summary>
public static class EntryKinds
{
    private static readonly FrozenDictionary<string, EntryKind> ByName =
        Enum.GetValues<EntryKind>().ToFrozenDictionary(kind => kind.WireName(), StringComparer.Ordinal);

    /// <summary>The name the ledger writes, for instance <c>keys-rotated</c>.</summary>
    public static string WireName(this EntryKind kind) => kind switch
    {
        EntryKind.Acquired => "acquired",
        EntryKind.Used => "used",
        EntryKind.Shared => "shared",
        EntryKind.Provided => "provided",
        EntryKind.Received => "received",
        EntryKind.Disclosed => "disclosed",
        EntryKind.Searched => "searched",
        EntryKind.Refused => "refused",
        EntryKind.Consented => "consented",
        EntryKind.Withdrawn => "withdrawn",
        EntryKind.Acknowledged => "acknowledged",
        EntryKind.Corrected => "corrected",
        EntryKind.Restricted => "restricted",
        EntryKind.Unrestricted => "unrestricted",
        EntryKind.Erased => "erased",
        EntryKind.Expired => "expired",
        EntryKind.Published => "published",
        EntryKind.Exported => "exported",
        EntryKind.KeysRotated => "keys-rotated",
        EntryKind.Registered => "registered",
        EntryKind.Inspected => "inspected",
        EntryKind.BackedUp => "backed-up",
        EntryKind.Restored => "restored",
    };

    /// <summary>Reads a wire name.</summary>
    public static bool TryParse(string name, out EntryKind kind) => ByName.TryGetValue(name, out kind);
}
