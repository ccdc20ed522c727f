using Azukari.Console.Staff;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Console.People.Purposes;

/// <summary>For what somebody looks at people now: chosen by them, offered by the policy, bound to a case.</summary>
/// <param name="Person">Who.</param>
/// <param name="Offer">The purpose and role.</param>
/// <param name="Case">The case; null where the purpose needs none.</param>
/// <param name="Since">When it was chosen.</param>
internal sealed record PurposeInForce(StaffMember Person, OfferedPurpose Offer, string? Case, DateTimeOffset Since)
{
    /// <summary>What every access states.</summary>
    /// <param name="reason">A reason code, where the access has one of its own.</param>
    public AccessContext Context(string? reason = null) => new() { Accessor = Person.Accessor, As = Offer.Role, Purpose = Offer.Purpose, Case = Case, Reason = reason };

    /// <summary>Whether an act was done under this choice.</summary>
    public bool Is(string role, string purpose, string? @case) => Offer.Role.Value == role && Offer.Purpose.Value == purpose && Case == @case;
}

/// <summary>What came of choosing a purpose.</summary>
internal abstract record Choice
{
    private Choice()
    {
    }

    /// <summary>It is in force.</summary>
    public sealed record Made : Choice;

    /// <summary>The case is missing, or is no code.</summary>
    public sealed record CaseWrong(CaseKind Kind) : Choice;

    /// <summary>Not offered: a role not held (in the ledger), or nothing the policy grants to it.</summary>
    public sealed record NotOffered : Choice;
}
