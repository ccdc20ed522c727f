namespace Azukari.Ui.Components;

/// <summary>What a pill or callout says besides its words; shape and words carry it, colour only helps.</summary>
public enum Tone
{
    /// <summary>Nothing to note.</summary>
    Neutral,

    /// <summary>In order.</summary>
    Good,

    /// <summary>Somebody should look.</summary>
    Attention,

    /// <summary>Wrong, refused or overdue.</summary>
    Bad,

    /// <summary>Worth knowing.</summary>
    Info,
}
