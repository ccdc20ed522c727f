using Azukari.Company.Sample;
using Azukari.Policy;

namespace Azukari.Tests.Company;

public sealed class SpecimenPeopleTests
{
    [Fact]
    public void The_sample_is_the_same_every_time()
    {
        var first = SpecimenPeople.All().Select(Print).ToList();
        Assert.Equal(first, SpecimenPeople.All().Select(Print));
        Assert.Equal(SpecimenPeople.Count, first.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(first[0], Print(SpecimenPeople.All(1, seed: 1).Single()));
    }

    [Fact]
    public void Nobody_could_be_reached_or_mistaken_for_a_real_person() => Assert.All(SpecimenPeople.All(), person =>
    {
        Assert.Contains(new[] { "見本", "架空", "例示", "試作", "模擬", "雛形", "空想", "仮想", "作例", "標本", "文例", "範例" }, head => person.Family.Written.StartsWith(head, StringComparison.Ordinal));
        foreach (var item in (string[])["phone", "mobile", "fax"])
            if (person.Texts.TryGetValue(item, out var number)) Assert.Matches("^(03|06|070|090)-0000-[0-9]{4}$", number); // 080-0000 is 0800-000, a freephone number
        if (person.Texts.TryGetValue("email", out var mail)) Assert.Matches(@"@example\.(jp|com)$", mail);
        if (person.Texts.TryGetValue("bank-account", out var account)) Assert.StartsWith("9999-", account, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_value_is_one_a_form_would_take_and_there_are_gaps()
    {
        var people = SpecimenPeople.All().ToList();
        var values = people.Select(SpecimenValues.Of).ToList();
        Assert.All(values, held => Assert.True(held.Count >= 3));
        foreach (var item in (string[])["phone", "mobile", "fax", "email", "address", "date-of-birth", "gender", "card", "bank-account", "member-number"])
        {
            var holders = values.Count(held => held.ContainsKey(ItemId.Parse(item)));
            Assert.InRange(holders, 5, 299);
        }

        Assert.Equal(["agent", "applicant", "inquirer", "retail", "vip"], people.Select(person => person.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(people.Count(person => person.AcquiredOn < SpecimenPeople.SecondPolicy), 120, 240);
    }

    [Fact]
    public void Of_ten_with_an_address_nine_came_on_the_web_and_some_did_not()
    {
        var mailed = SpecimenPeople.All().Where(person => person.Kind is "agent" or "vip" or "retail" && person.Texts.ContainsKey("email")).ToList();
        Assert.InRange(mailed.Count(person => person.Channel == "paper"), 5, mailed.Count / 6);
    }

    private static string Print(SpecimenPerson person) =>
        string.Join('|', [person.Kind, person.Family.Written, person.Given.Written, $"{person.Born:O}", $"{person.Address}", person.Channel, $"{person.AcquiredOn:O}",
            .. person.Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")]);
}
