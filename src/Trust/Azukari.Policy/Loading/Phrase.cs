using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azukari.Policy.Document;

namespace Azukari.Policy.Loading;

/// <summary>
/// A sentence about a policy file, or a part of one, as an interpolated string writes it in English. What is interpolated stays apart from the words around it,
/// so that <see cref="JapanesePhrases"/> can put it where Japanese wants it.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Phrase
{
    private readonly string? _plain;
    private readonly StringBuilder? _template;
    private readonly List<object>? _parts;

    public Phrase(int literalLength, int formattedCount)
    {
        _template = new StringBuilder(literalLength + (3 * formattedCount));
        _parts = new List<object>(formattedCount);
    }

    private Phrase(string plain) => _plain = plain;

    public static implicit operator Phrase(string plain) => new(plain);

    public void AppendLiteral(string words) => _template!.Append(words);

    public void AppendFormatted(Phrase part) => Append(part);

    public void AppendFormatted<T>(T value) => Append(value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "");

    /// <summary>The sentence in both languages; in English alone where the Japanese is missing.</summary>
    public LocalText Said() => new(Say(japanese: true), Say(japanese: false));

    private string Say(bool japanese)
    {
        var template = _plain ?? _template?.ToString() ?? "";
        var words = japanese ? JapanesePhrases.Of(template) ?? template : template;
        if (_parts is null) return words;
        var said = new StringBuilder(words.Length + 32);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == '{' && i + 2 < words.Length && words[i + 2] == '}' && words[i + 1] - '0' is >= 0 and var at && at < _parts.Count)
            {
                said.Append(_parts[at] is Phrase part ? part.Say(japanese) : _parts[at]);
                i += 2;
            }
            else
            {
                said.Append(words[i]);
            }
        }

        return said.ToString();
    }

    private void Append(object part)
    {
        _template!.Append('{').Append(_parts!.Count).Append('}');
        _parts.Add(part);
    }
}
