namespace Azukari.Ui.Components;

/// <summary>What an input must carry so that its label, reason and error belong to it.</summary>
/// <param name="Id">The input's id.</param>
/// <param name="DescribedBy">Value of <c>aria-describedby</c>, or null.</param>
/// <param name="Invalid">Whether an error is shown.</param>
public readonly record struct FieldIds(string Id, string? DescribedBy, bool Invalid)
{
    /// <summary>Value of <c>aria-invalid</c>: "true", or null so that the attribute is left out.</summary>
    public string? AriaInvalid => Invalid ? "true" : null;
}
