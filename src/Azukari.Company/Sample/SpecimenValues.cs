using Azukari.Policy;
using Azukari.Values;

namespace Azukari.Company.Sample;

/// <summary>Makes the values of a sample person as any form would: through the value types, which refuse what no form would take.</summary>
internal static class SpecimenValues
{
    private static readonly Dictionary<string, string> Shapes = new(StringComparer.Ordinal)
    {
        ["phone"] = "phone", ["mobile"] = "phone", ["fax"] = "phone", ["email"] = "email", ["member-number"] = "member-number",
        ["registration-date"] = "date", ["payment-method"] = "choice", ["card"] = "card-token", ["bank-account"] = "bank-account",
        ["residence-status"] = "residence-status", ["inquiry"] = "text", ["resume"] = "text",
    };

    public static IReadOnlyDictionary<ItemId, StoredValue> Of(SpecimenPerson person)
    {
        var values = new Dictionary<ItemId, StoredValue>();
        if (!PersonName.TryCreate(person.Family.Written, person.Given.Written, person.Family.Kana, person.Given.Kana, out var name, out var wrong))
            throw Bad(person, "name", wrong);
        values[ItemId.Parse("name")] = name.ToStored();
        values[ItemId.Parse("kana")] = Read(person, "kana", "kana", $"{person.Family.Kana} {person.Given.Kana}");
        if (person.Gender is { } gender) values[ItemId.Parse("gender")] = Read(person, "gender", "gender", gender);
        if (person.Born is { } born) values[ItemId.Parse("date-of-birth")] = Read(person, "date-of-birth", "birth-date", $"{born:yyyy-MM-dd}");
        if (person.Address is { } lives)
        {
            var place = lives.Place;
            if (!PostalAddress.TryCreate(place.PostalCode, place.Prefecture, place.City, place.Town, lives.Street, lives.Building, out var address, out wrong))
                throw Bad(person, "address", wrong);
            values[ItemId.Parse("address")] = address.ToStored();
        }

        foreach (var (item, text) in person.Texts) values[ItemId.Parse(item)] = Read(person, item, Shapes[item], text);
        return values;
    }

    private static StoredValue Read(SpecimenPerson person, string item, string shape, string text) =>
        Azukari.Values.Shapes.Find(shape)!.TryNormalise(text, SpecimenPeople.SecondPolicy, out var value, out var wrong) ? value : throw Bad(person, item, wrong);

    private static InvalidOperationException Bad(SpecimenPerson person, string item, ValueError error) =>
        new($"The sample's {person} has a {item} no form would take: {error.Rule}.");
}
