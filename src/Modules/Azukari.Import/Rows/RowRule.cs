namespace Azukari.Import;

/// <summary>The import's own rules for rows, beside those of the value types and of the policy. In kebab case they are the rule's stable id; sentences in <c>Texts/</c>.</summary>
public enum RowRule
{
    QuoteUnclosed,
    TextAfterQuote,
    RowTooLong,
    TooFewFields,
    TooManyFields,
    BrokenText,
    IdentifierMissing,
    IdentifierRepeated,
    ItemMissing,
    ValueNotMapped,
    KindNotMapped,
    PersonAmbiguous,
}
