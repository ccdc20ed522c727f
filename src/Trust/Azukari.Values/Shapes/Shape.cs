using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// The codec of one shape a policy file names: reads what was typed into the normalised stored form, shows it, and says how it is searched.
/// Stateless and safe from any thread.
/// </summary>
public sealed class Shape
{
    internal delegate bool Normaliser(string input, DateOnly today, out StoredValue stored, [NotNullWhen(false)] out ValueError? error);

    internal delegate bool Querier(string input, out SearchTerm term, [NotNullWhen(false)] out ValueError? error);

    internal delegate bool Finder(string input, SearchMatch match, out SearchQuery query, [NotNullWhen(false)] out ValueError? error);

    private readonly Normaliser _normalise;
    private readonly Func<StoredValue, CultureInfo, string> _display;
    private readonly Func<StoredValue, IEnumerable<SearchTerm>> _terms;
    private readonly Querier? _query;
    private readonly Finder? _find;
    private readonly Normaliser _normal;

    internal Shape(
        string name, Normaliser normalise, Func<StoredValue, CultureInfo, string> display,
        Func<StoredValue, IEnumerable<SearchTerm>>? terms = null, Querier? query = null, Normaliser? normal = null, Finder? find = null)
    {
        Name = name;
        _normalise = normalise;
        _display = display;
        _terms = terms ?? (_ => []);
        _query = query;
        _find = find;
        _normal = normal ?? normalise;
    }

    /// <summary>The name in the policy file, for instance <c>person-name</c>.</summary>
    public string Name { get; }

    /// <summary>Whether a stored value is a flat JSON object of strings; else it is a string, whatever it begins with.</summary>
    public bool HasParts { get; internal init; }

    /// <summary>Whether values of this shape have search terms.</summary>
    public bool IsSearchable => _query is not null;

    /// <summary>
    /// Reads an input in any style the shape takes. Shapes with parts (person-name, postal-address, bank-account) also take a JSON object with the keys of
    /// their stored form, such as <c>{"family":…,"given":…,"familyKana":…,"givenKana":…}</c>; so the stored form of any value is an input that gives itself.
    /// </summary>
    /// <param name="today">Today in Japan (<see cref="JapanTime.Today"/>), for shapes that refuse the future.</param>
    public bool TryNormalise(string input, DateOnly today, out StoredValue stored, [NotNullWhen(false)] out ValueError? error) =>
        _normalise(input, today, out stored, out error);

    /// <summary>
    /// The same shape, which of what comes in also asks somebody who knows more than the value says (whether a bank has such a branch). What is
    /// stored already is not asked about: a branch that closes makes no stored account unreadable.
    /// </summary>
    /// <param name="check">The rule a normalised value breaks, or null. Safe from any thread.</param>
    public Shape Asking(Func<StoredValue, ValueErrorCode?> check) =>
        new(
            Name,
            (string input, DateOnly today, out StoredValue stored, [NotNullWhen(false)] out ValueError? error) =>
            {
                if (!_normalise(input, today, out stored, out error)) return false;
                if (check(stored) is not { } broken) return true;
                stored = default;
                error = new ValueError(broken);
                return false;
            },
            _display,
            _terms,
            _query,
            _normal,
            _find)
        {
            HasParts = HasParts,
        };

    /// <summary>Whether the bytes are exactly what <see cref="TryNormalise"/> gives for themselves.</summary>
    public bool IsNormal(StoredValue stored)
    {
        return _normal(stored.Reveal(), DateOnly.MaxValue, out var again, out _) && again == stored;
    }

    /// <summary>The value for people: Japanese, or English for English cultures.</summary>
    /// <exception cref="FormatException">The bytes are not this shape's. The message does not contain them.</exception>
    public string ToDisplay(StoredValue stored, CultureInfo culture) => _display(stored, culture);

    /// <summary>What a blind index keeps of the value, each term once; empty for shapes that cannot be searched.</summary>
    /// <exception cref="FormatException">The bytes are not this shape's.</exception>
    public IEnumerable<SearchTerm> SearchTerms(StoredValue stored) => _terms(stored);

    /// <summary>The term to look for, from what a person typed: a value in any style, or for names the beginning of a reading (two kana or more) or a name as written.</summary>
    public bool TryQuery(string input, out SearchTerm term, [NotNullWhen(false)] out ValueError? error)
    {
        if (_query is not null) return _query(input, out term, out error);
        term = default;
        error = new ValueError(ValueErrorCode.NotSearchable);
        return false;
    }

    /// <summary>
    /// What to look for, from what a person typed of a value. Names are found by beginnings of two kana, three letters or one written character, postal codes
    /// and numbers of three digits, phones of four, mail addresses of three characters.
    /// </summary>
    public bool TryQuery(string input, SearchMatch match, out SearchQuery query, [NotNullWhen(false)] out ValueError? error)
    {
        if (match != SearchMatch.Usual && _find is not null) return _find(input, match, out query, out error);
        var read = TryQuery(input, out var term, out error);
        query = read ? new SearchQuery(term) : default;
        return read;
    }

    /// <summary>Whether a stored value is what a query looks for: of its terms, and beyond them.</summary>
    public bool Finds(StoredValue stored, SearchQuery query) => (query.Term is not { } term || SearchTerms(stored).Contains(term)) && query.Fits(stored);

    /// <summary>The shape's name.</summary>
    public override string ToString() => Name;
}
