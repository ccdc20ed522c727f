namespace Azukari.Policy;

/// <summary>The closed list of facts a rule may require. Facts have names, there is no expression language. At most 32.</summary>
public enum Condition
{
    /// <summary>A contract with the recipient is in force and covers the purpose and the items.</summary>
    ContractInForce,
    /// <summary>The person was told the recipient's country, its system and the recipient's measures (APPI 28).</summary>
    CountryInformation,
    /// <summary>A live consent of the person covers the recipient, the items and the purpose. Decided from consents, never from a fact.</summary>
    Consent,
    /// <summary>The viewer is, at this moment, an ancestor in the person's line and of higher rank.</summary>
    AncestorOfHigherRank,
    /// <summary>The viewer has attested to the duties of a person who handles others' data, within the period the duty names.</summary>
    Attestation,
    /// <summary>The recipient is bound to secrecy by law or by a recorded contract.</summary>
    SecrecyDuty,
    /// <summary>A document that asks for or orders the provision is on record.</summary>
    DocumentReference,
    /// <summary>Legal counsel has approved.</summary>
    CounselApproval,
    /// <summary>The responsible person has approved.</summary>
    Approval,
    /// <summary>Two different persons have approved.</summary>
    TwoApprovals,
    /// <summary>The ground is paired with a consent or with a statutory ground, on record.</summary>
    PairedGround,
    /// <summary>The identity of the person who asks has been confirmed.</summary>
    IdentityConfirmed,
    /// <summary>The caller was told of the recording before it began.</summary>
    ToldOfRecording,
}
