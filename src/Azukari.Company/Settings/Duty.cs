namespace Azukari.Company.Settings;

/// <summary>
/// What an operator may do besides reading values: reading goes by role and policy, the rest by duty. An operator without duties can only
/// read what their roles may.
/// </summary>
public enum Duty
{
    /// <summary>Acts on people's data and will: corrections, consents, withdrawals, restrictions, erasures.</summary>
    Rights,

    /// <summary>Takes people in from files.</summary>
    Import,

    /// <summary>Publishes policies.</summary>
    Policy,

    /// <summary>Keeps the system: rotation of keys, the index, retention.</summary>
    Operations,

    /// <summary>Looks into the records: histories, descriptions, the ledger.</summary>
    Audit,

    /// <summary>Manages the accounts of staff: who joins, moves and leaves, and roles in emergencies. Gives no right to any data.</summary>
    Staff,
}

/// <summary>The words of duties in the settings.</summary>
public static class Duties
{
    /// <summary>Every duty.</summary>
    public static IReadOnlyList<Duty> All { get; } = Enum.GetValues<Duty>();

    /// <summary>The word the settings use, for instance <c>rights</c>.</summary>
    public static string Word(this Duty duty) => duty switch
    {
        Duty.Rights => "rights",
        Duty.Import => "import",
        Duty.Policy => "policy",
        Duty.Operations => "operations",
        Duty.Audit => "audit",
        Duty.Staff => "staff",
    };
}
