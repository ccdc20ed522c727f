using System.Text;
using Azukari.Values;

namespace Azukari.Places;

/// <summary>The beginning of a bank's or branch's name as people type it.</summary>
internal readonly struct PlaceQuery
{
    private readonly string _name;
    private readonly string _bare;
    private readonly string _kana;

    /// <param name="typed">What was typed.</param>
    /// <param name="ending">What people say after the name and the table leaves out.</param>
    public PlaceQuery(string typed, string ending)
    {
        _name = Fold.Label(typed);
        _bare = _name.EndsWith(ending, StringComparison.Ordinal) && _name.Length > ending.Length ? _name[..^ending.Length] : _name;
        _kana = Kana(_name);
    }

    public bool IsEmpty => _name.Length == 0;

    public bool Finds(string code, string name, string kana)
    {
        if (code.StartsWith(_name, StringComparison.Ordinal)) return true;
        var folded = Fold.Label(name);
        return folded.StartsWith(_name, StringComparison.Ordinal) || folded.StartsWith(_bare, StringComparison.Ordinal)
            || Kana(Fold.Label(kana)).StartsWith(_kana, StringComparison.Ordinal);
    }

    // As banks write readings: katakana, small ones large, every kind of long vowel a hyphen.
    private static string Kana(string folded)
    {
        const string small = "ァィゥェォッャュョヮヵヶ";
        const string large = "アイウエオツヤユヨワカケ";
        var kana = new StringBuilder(folded.Length);
        foreach (var letter in folded)
        {
            var c = letter is >= 'ぁ' and <= 'ゖ' ? (char)(letter + 0x60) : letter;
            if (small.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at) c = large[at];
            kana.Append(c is 'ー' or '−' or '‐' or '―' ? '-' : c);
        }

        return kana.ToString();
    }
}
