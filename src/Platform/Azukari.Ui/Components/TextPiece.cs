namespace Azukari.Ui.Components;

/// <summary>What became of a stretch of text between two versions.</summary>
public enum Change
{
    /// <summary>In both.</summary>
    Kept,

    /// <summary>Only in the later one.</summary>
    Added,

    /// <summary>Only in the earlier one.</summary>
    Removed,
}

/// <summary>A stretch of text and what became of it.</summary>
public readonly record struct TextPiece(Change Change, string Text);
