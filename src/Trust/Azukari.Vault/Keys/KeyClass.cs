namespace Azukari.Vault.Keys;

/// <summary>
/// The classes a person's data keys are kept in, so that one class can expire or go alone. Stored by number: never renumber.
/// </summary>
internal enum KeyClass
{
    /// <summary>Holds no value: from this key the person's ledger pseudonym is derived. Destroying it cuts person from ledger.</summary>
    Link = 0,

    /// <summary>Ordinary personal data.</summary>
    Ordinary = 1,

    /// <summary>Special-care items (要配慮個人情報, APPI 2(3)).</summary>
    SpecialCare = 2,

    /// <summary>Individual Numbers (個人番号, My Number Act).</summary>
    IndividualNumber = 3,

    /// <summary>What the law makes the company keep after an erasure (APPI 29, 30), with an end date.</summary>
    Statutory = 4,
}
