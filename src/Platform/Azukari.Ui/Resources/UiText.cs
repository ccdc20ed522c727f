namespace Azukari.Ui.Resources;

/// <summary>Marks the strings of the design system: UiText.resx (Japanese) and UiText.en.resx.</summary>
public sealed class UiText;
