using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Azukari.Values;

/// <summary>Every shape a policy file may name, in one table.</summary>
public static class Shapes
{
    private static readonly Shape[] Table =
    [
        Of<PersonName>("person-name", NameSearch.Terms, NameSearch.TryQuery),
        Of<Kana>("kana", NameSearch.Terms, NameSearch.TryQuery),
        Exact<PostalCode>("postal-code", code => code.Digits),
        Of<PostalAddress>(
            "postal-address",
            address => address.PostalCode is { } code ? [new SearchTerm(SearchKind.Exact, code.Digits)] : [],
            Query<PostalCode>(code => code.Digits)),
        Exact<PhoneNumber>("phone", phone => phone.E164),
        Exact<EmailAddress>("email", email => email.Address.ToLowerInvariant()),
        Of<CalendarDate>("date"),
        BirthDates(),
        Of<Gender>("gender"),
        Exact<MemberNumber>("member-number", number => number.Number),
        Of<BankAccount>("bank-account"),
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

    private static Shape Of<T>(string name, Func<T, IEnumerable<SearchTerm>>? terms = null, Shape.Querier? query = null) where T : class, IValue<T> =>
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
            query);

    private static Shape Exact<T>(string name, Func<T, string> key) where T : class, IValue<T> =>
        Of<T>(name, value => [new SearchTerm(SearchKind.Exact, key(value))], Query(key));

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
