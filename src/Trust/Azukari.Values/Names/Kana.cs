using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Azukari.Values;

/// <summary>
/// A reading, in full-width katakana: letters, the long-vowel mark, the middle dot and single spaces; 1 to 100 characters.
/// Half-width kana with their voicing marks, hiragana and hyphens meant as long-vowel marks are taken and normalised.
/// </summary>
public sealed record Kana : IValue<Kana>
{
    internal const int Longest = 100;

    private Kana(string text) => Text = text;

    /// <summary>The normalised katakana.</summary>
    public string Text { get; }

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Kana? value, [NotNullWhen(false)] out ValueError? error)
    {
        if (!Tidy.TryLine(text, Longest, out var line, out var code)) return Outcome.Refuse(code, out value, out error);
        return TryFold(line, out var kana)
            ? Outcome.Accept(new Kana(kana), out value, out error)
            : Outcome.Refuse(ValueErrorCode.NotKana, out value, out error);
    }

    public static Kana FromStored(StoredValue stored) =>
        TryParse(stored.Reveal(), out var kana, out _) ? kana : throw Outcome.NotStored(nameof(Kana));

    public StoredValue ToStored() => StoredValue.FromText(Text);

    public string ToDisplay(CultureInfo culture) => Text;

    public override string ToString() => nameof(Kana);

    /// <summary>Folds a tidied line to katakana; false when it holds anything a reading cannot hold.</summary>
    internal static bool TryFold(string line, out string kana)
    {
        var folded = new StringBuilder(line.Length);
        var letters = 0;
        foreach (var c in line)
        {
            var k = c switch
            {
                >= 'ぁ' and <= 'ゖ' => (char)(c + 0x60),
                'ゝ' or 'ゞ' => (char)(c + 0x60),
                '･' => '・',
                _ => c,
            };
            if (k is (>= 'ァ' and <= 'ヺ') or 'ヽ' or 'ヾ')
            {
                letters++;
            }
            else if (Tidy.IsDash(k) && folded.Length > 0 && IsKanaOrMark(folded[^1]))
            {
                k = 'ー';
            }
            else if (k is not (' ' or '・'))
            {
                kana = "";
                return false;
            }

            folded.Append(k);
        }

        kana = folded.ToString();
        return letters > 0;
    }

    private static bool IsKanaOrMark(char c) => c is (>= 'ァ' and <= 'ヺ') or 'ー';
}
