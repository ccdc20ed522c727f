namespace Azukari.Papers.Layout;

/// <summary>What something is printed with.</summary>
internal enum Ink
{
    Black,
    Grey,
    Hair,
    Pale,
    Red,
}

/// <summary>A line of text, its place within its piece.</summary>
internal readonly record struct Run(string Text, float X, float Baseline, float Size, Ink Ink);

/// <summary>A line drawn or, with a height, a field filled, its place within its piece.</summary>
internal readonly record struct Stroke(float X, float Y, float Width, float Height, Ink Ink);

/// <summary>A frame around all pieces that name it, on each page they come to stand.</summary>
internal sealed record Frame(float X, float Width, bool Red);

/// <summary>The least that stays on one page: a line, or a row of a table.</summary>
internal sealed record Piece(float Height)
{
    public List<Run> Runs { get; init; } = [];

    public List<Stroke> Strokes { get; init; } = [];

    public Frame? Frame { get; init; }

    /// <summary>Stays with the piece after it.</summary>
    public bool KeepNext { get; init; }

    /// <summary>Space only: nothing is lost when a page ends or begins with it.</summary>
    public bool IsSpace { get; init; }

    /// <summary>Begins a page.</summary>
    public bool BeginsPage { get; init; }

    /// <summary>Stands above this piece again when it begins a page.</summary>
    public Piece? Head { get; init; }
}

/// <summary>A piece and where it came to stand, from the top of the page.</summary>
internal readonly record struct Placed(Piece Piece, float Y);

/// <summary>A4 and what of it is printed on, in points.</summary>
internal static class Sheet
{
    public const float Width = 595.28f, Height = 841.89f, Left = 56, Right = Width - 56, Top = 60, Bottom = Height - 58;

    public const float Measure = Right - Left;
}
