namespace Azukari.Ui.Components;

/// <summary>One thing wrong with a form: which field, and what to do, in the visitor's language.</summary>
public sealed record FieldError(string FieldId, string Message);
