using System.Collections.Immutable;

namespace Azukari.Papers.Contracts;

/// <summary>
/// A document to be printed on A4, in one language: what it says, in order. The press lays it out; nothing is printed smaller than
/// <see cref="SmallestPoints"/>.
/// </summary>
public sealed record Paper
{
    /// <summary>No letter is smaller: the least the Act on Specified Commercial Transactions takes in documents of contract.</summary>
    public const float SmallestPoints = 8;

    /// <summary>The title, also in the file's properties: it must name nobody.</summary>
    public required string Title { get; init; }

    /// <summary>A line under the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The version of its words, at the foot of each page.</summary>
    public required string Version { get; init; }

    /// <summary>Its day: the file's date, so that the same document is the same file.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who issues it: the file's author.</summary>
    public required string Issuer { get; init; }

    /// <summary>Printed at the head of each page, such as 見本; null for none.</summary>
    public string? Mark { get; init; }

    /// <summary>What it says.</summary>
    public required ImmutableArray<PaperBlock> Blocks { get; init; }

    /// <summary>The title only.</summary>
    public override string ToString() => $"Paper[{Title}, {Version}, {Language}]";
}

/// <summary>A part of a document.</summary>
public abstract record PaperBlock
{
    private PaperBlock()
    {
    }

    /// <summary>A heading of level 1 or 2; stays with what follows.</summary>
    public sealed record Heading(int Level, string Text) : PaperBlock;

    /// <summary>A paragraph; line breaks in it are kept.</summary>
    public sealed record Paragraph(string Text) : PaperBlock;

    /// <summary>A paragraph in the smallest letters.</summary>
    public sealed record Note(string Text) : PaperBlock;

    /// <summary>A list: each entry behind its sign, <c>・</c> or a number.</summary>
    public sealed record Entries(ImmutableArray<Entry> Items) : PaperBlock;

    /// <summary>Names and what they stand for, in two columns between hairlines.</summary>
    public sealed record KeyValues(ImmutableArray<KeyValuePair<string, string>> Rows) : PaperBlock;

    /// <summary>A table; its head is repeated on each page it goes on to.</summary>
    /// <param name="Widths">The columns' widths relative to each other.</param>
    /// <param name="Head">The column heads.</param>
    /// <param name="Rows">Rows of as many cells.</param>
    public sealed record Table(ImmutableArray<float> Widths, ImmutableArray<string> Head, ImmutableArray<ImmutableArray<string>> Rows) : PaperBlock;

    /// <summary>A frame around other blocks (headings, paragraphs, notes, entries).</summary>
    /// <param name="Red">The frame and all letters in it red, as the law asks of the text on withdrawal.</param>
    public sealed record Box(bool Red, ImmutableArray<PaperBlock> Blocks) : PaperBlock;

    /// <summary>A text to be photographed, as a QR code (error correction M) with the quiet edge it needs.</summary>
    public sealed record Code(string Text) : PaperBlock
    {
        /// <summary>Nothing of the text, which may be a secret.</summary>
        public override string ToString() => nameof(Code);
    }

    /// <summary>What follows begins on a new page.</summary>
    public sealed record NewPage : PaperBlock;
}

/// <summary>An entry of a list.</summary>
public sealed record Entry(string Sign, string Text);
