namespace Azukari.Ui.Components;

/// <summary>One thing wrong with a form: which field, and what to do, in the visitor's language.</summary>
/// <param name="FieldId">The field's id on the page.</param>
/// <param name="Message">What to do; stands at the field, and in the summary.</param>
/// <param name="Field">What the field is called, for the summary, where the message does not say it.</param>
public sealed record FieldError(string FieldId, string Message, string? Field = null);
