using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Azukari.Values;

/// <summary>Every shape a policy file may name, in one table.</summary>
public static class Shapes
{
    private static readonly Shape[] Table =
    [
        Names<PersonName>("person-name", NameSearch.Terms, NameSearch.Parts, hasParts: true),
        Names<Kana>("kana", NameSearch.Terms, NameSearch.Parts),
        Exact<PostalCode>("postal-code", code => code.Digits, Beginnings.Postal, Beginnings.PostalTyped),
        Of<PostalAddress>(
            "postal-address",
            address => address.PostalCode is { } code ? Beginnings.Of(code.Digits, Beginnings.Postal).Prepend(new SearchTerm(SearchKind.Exact, code.Digits)) : [],
            Query<PostalCode>(code => code.Digits), Addresses, hasParts: true),
        Exact<PhoneNumber>("phone", phone => phone.E164, Beginnings.Phone, Beginnings.PhoneTyped, phone => Beginnings.Dialled(phone.E164)),
        Exact<EmailAddress>("email", email => email.Address.ToLowerInvariant(), Beginnings.Email, Beginnings.EmailTyped, mayGoOn: true),
        Of<CalendarDate>("date"),
        BirthDates(),
        Of<Gender>("gender"),
        Exact<MemberNumber>("member-number", number => number.Number, Beginnings.Number, input => MemberNumber.TryParse(input.TrimEnd(), out var number, out _) ? number.Number : null, mayGoOn: true),
        Of<BankAccount>("bank-account", hasParts: true),
        Of<CardToken>("card-token"),
        Of<IndividualNumber>("individual-number"),
        Of<PlainText>("text"),
        Of<Choice>("choice"),
        Of<Number>("number"),
        Of<Money>("money"),
        Of<Country>("country"),
        Of<ResidenceStatus>("residence-status"),
    ];

    private static readonly FrozenDictionary<string, Shape> ByName = Table.ToFrozenDictionary(shape => shape.Name, StringComparer.Ordinal);

    /// <summary>All shapes, in the table's order.</summary>
    public static IReadOnlyList<Shape> All => Table;

    /// <summary>The shape of this name, or null.</summary>
    public static Shape? Find(string name) => ByName.GetValueOrDefault(name);

    private static Shape Of<T>(string name, Func<T, IEnumerable<SearchTerm>>? terms = null, Shape.Querier? query = null, Shape.Finder? find = null, bool hasParts = false) where T : class, IValue<T> =>
        new(
            name,
            (string input, DateOnly _, out StoredValue stored, [NotNullWhen(false)] out ValueError? error) =>
            {
                var read = T.TryParse(input, out var value, out error);
                stored = read ? value!.ToStored() : default;
                return read;
            },
            (stored, culture) => T.FromStored(stored).ToDisplay(culture),
            terms is null ? null : stored => terms(T.FromStored(stored)),
            query,
            find: find)
        {
            HasParts = hasParts,
        };

    private static Shape Names<T>(string name, Func<T, IEnumerable<SearchTerm>> terms, Func<T, IEnumerable<(string? Written, string? Reading)>> parts, bool hasParts = false) where T : class, IValue<T> =>
        Of(name, terms, NameSearch.TryQuery, (string input, SearchMatch match, out SearchQuery query, [NotNullWhen(false)] out ValueError? error) =>
            NameSearch.TryQuery(input, match, stored => parts(T.FromStored(stored)), out query, out error), hasParts);

    /// <param name="lengths">Of which lengths the index holds beginnings.</param>
    /// <param name="typed">The beginning of a key, from what was typed; null for what is none.</param>
    /// <param name="dialled">The key beginnings are of, where it is another than the whole value's.</param>
    /// <param name="mayGoOn">Whether what is a whole value may be the beginning of another.</param>
    private static Shape Exact<T>(string name, Func<T, string> key, int[] lengths, Func<string, string?> typed, Func<T, string>? dialled = null, bool mayGoOn = false) where T : class, IValue<T>
    {
        var (whole, beginning) = (Query(key), dialled ?? key);
        return Of<T>(name, value => Beginnings.Of(beginning(value), lengths).Prepend(new SearchTerm(SearchKind.Exact, key(value))), whole,
            (string input, SearchMatch match, out SearchQuery query, [NotNullWhen(false)] out ValueError? error) =>
            {
                var read = whole(input, out var term, out error);
                query = read ? new SearchQuery(term) : default;
                if (match != SearchMatch.Beginning || (read && !mayGoOn)) return read;
                if (typed(input) is not { } start) return read;
                if (Beginnings.TryQuery(start, lengths, stored => beginning(T.FromStored(stored)), out var found, out var tooShort)) (query, error, read) = (found, null, true);
                else if (!read) error = tooShort;
                return read;
            });
    }

    // By the postal code, whole or its beginning; by the prefecture what others find is narrowed.
    private static bool Addresses(string input, SearchMatch match, out SearchQuery query, [NotNullWhen(false)] out ValueError? error)
    {
        query = default;
        if (match == SearchMatch.Area)
        {
            if (Prefectures.Find(input.Trim()) is not { } prefecture)
            {
                error = new ValueError(ValueErrorCode.PrefectureUnknown);
                return false;
            }

            error = null;
            query = new SearchQuery(null, stored => PostalAddress.FromStored(stored).Prefecture == prefecture);
            return true;
        }

        if (PostalCode.TryParse(input, out var code, out error))
        {
            query = new SearchQuery(new SearchTerm(SearchKind.Exact, code.Digits));
            return true;
        }

        return match == SearchMatch.Beginning && Beginnings.PostalTyped(input) is { } typed
            && Beginnings.TryQuery(typed, Beginnings.Postal, stored => PostalAddress.FromStored(stored).PostalCode?.Digits ?? "", out query, out error);
    }

    private static Shape.Querier Query<T>(Func<T, string> key) where T : class, IValue<T> =>
        (string input, out SearchTerm term, [NotNullWhen(false)] out ValueError? error) =>
        {
            var read = T.TryParse(input, out var value, out error);
            term = read ? new SearchTerm(SearchKind.Exact, key(value!)) : default;
            return read;
        };

    private static Shape BirthDates() =>
        new(
            "birth-date",
            (string input, DateOnly today, out StoredValue stored, [NotNullWhen(false)] out ValueError? error) =>
            {
                var read = BirthDate.TryParse(input, today, out var value, out error);
                stored = read ? value!.ToStored() : default;
                return read;
            },
            (stored, culture) => BirthDate.FromStored(stored).ToDisplay(culture));
}
