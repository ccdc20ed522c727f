using Azukari.Papers.Contracts;

namespace Azukari.Papers.Layout;

/// <summary>Puts pieces on pages.</summary>
internal static class Paginator
{
    public static IReadOnlyList<IReadOnlyList<Placed>> Paginate(IReadOnlyList<Piece> pieces, Paper paper)
    {
        var pages = new List<List<Placed>> { new() };
        var y = Sheet.Top;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (pages[^1].Count > 0 && (piece.BeginsPage || y + Together(pieces, i) > Sheet.Bottom))
            {
                pages.Add([]);
                y = Sheet.Top;
                if (piece.Head is { } head)
                {
                    pages[^1].Add(new Placed(head, y));
                    y += head.Height;
                }
            }

            if (piece.IsSpace && pages[^1].Count == 0) continue;
            pages[^1].Add(new Placed(piece, y));
            y += piece.Height;
        }

        if (pages[^1].Count == 0 && pages.Count > 1) pages.RemoveAt(pages.Count - 1);
        return pages;
    }

    /// <summary>The height that must fit for the piece to stand here: its own and that of what it is kept with, as far as a page can hold it.</summary>
    private static float Together(IReadOnlyList<Piece> pieces, int from)
    {
        // A frame that fits on a page is not torn.
        if (pieces[from].Frame is { } frame && (from == 0 || pieces[from - 1].Frame != frame))
        {
            var whole = pieces.Skip(from).TakeWhile(piece => piece.Frame == frame).Sum(piece => piece.Height);
            if (whole <= Sheet.Bottom - Sheet.Top) return whole;
        }

        var height = pieces[from].IsSpace ? 0 : pieces[from].Height;
        for (var i = from; i + 1 < pieces.Count && pieces[i].KeepNext; i++) height += pieces[i + 1].Height;
        return Math.Min(height, Sheet.Bottom - Sheet.Top);
    }
}
