using Azukari.Papers.Fonts;
using Azukari.Papers.Layout;
using Azukari.Papers.Printing;

namespace Azukari.Papers.Contracts;

/// <summary>
/// Prints documents as PDF. The same document with the same font gives the same bytes. Safe for concurrent use. A document is laid out in
/// memory (a page takes some kilobytes) and written to the stream in one go.
/// </summary>
/// <param name="options">Which font.</param>
public sealed class PaperPress(PaperOptions options)
{
    private readonly Lazy<PaperFont> _font = new(() => PaperFont.Load(options), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Loads the font, so that a missing one is known before somebody waits for a document.</summary>
    /// <exception cref="PaperFontException">There is none.</exception>
    public void Check() => _ = _font.Value;

    /// <summary>Prints a document.</summary>
    /// <param name="output">Written asynchronously only; left open.</param>
    /// <exception cref="PaperFontException">There is no font.</exception>
    public async Task<PaperPrinted> PrintAsync(Paper paper, Stream output, CancellationToken cancel = default)
    {
        var (printed, pdf) = await Task.Run(() => Print(paper, cancel), cancel);
        await output.WriteAsync(pdf, cancel);
        return printed;
    }

    private (PaperPrinted Printed, ReadOnlyMemory<byte> Pdf) Print(Paper paper, CancellationToken cancel)
    {
        var font = _font.Value;
        var pages = Paginator.Paginate(new Typesetter(font).Set(paper), paper);
        cancel.ThrowIfCancellationRequested();
        var (pdf, missing) = PdfWriter.Write(paper, pages, font);
        return (new PaperPrinted(pages.Count, missing), PdfCatalog.Complete(pdf, paper.Language));
    }
}

/// <summary>What was printed.</summary>
/// <param name="Pages">How many pages.</param>
/// <param name="Missing">How many different characters the font does not have; each stands as 〓.</param>
public sealed record PaperPrinted(int Pages, int Missing);

/// <summary>Settings of the press.</summary>
public sealed record PaperOptions
{
    /// <summary>The environment variable with a font file.</summary>
    public const string FontVariable = "AZUKARI_FONT";

    /// <summary>A TrueType or OpenType file with Japanese letters; null for IPAex Gothic where the system keeps it.</summary>
    public string? Font { get; init; }

    /// <summary>The options of a program: the font the environment names, if any.</summary>
    public static PaperOptions From(Func<string, string?> environment) =>
        new() { Font = environment(FontVariable) is { Length: > 0 } font ? font : null };
}

/// <summary>There is no font to print with. The message says what to install or to name.</summary>
public sealed class PaperFontException : Exception
{
    internal PaperFontException(string ja, string en, Exception? inner = null) : base(en, inner) => Japanese = ja;

    /// <summary>The message in Japanese.</summary>
    public string Japanese { get; }
}
