namespace Azukari.Ui.Components;

/// <summary>Which text of a pair a <see cref="Difference"/> shows.</summary>
public enum DifferenceSide
{
    /// <summary>Both, woven into one.</summary>
    Both,

    /// <summary>The earlier text, with what went marked.</summary>
    Before,

    /// <summary>The later text, with what came marked.</summary>
    After,
}
