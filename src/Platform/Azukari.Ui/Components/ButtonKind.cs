namespace Azukari.Ui.Components;

/// <summary>How much a button asks for attention. One primary a page.</summary>
public enum ButtonKind
{
    /// <summary>Beside the primary.</summary>
    Secondary,

    /// <summary>The one thing this page is for.</summary>
    Primary,

    /// <summary>Takes away or ends something.</summary>
    Danger,

    /// <summary>Looks like a link.</summary>
    Quiet,
}
