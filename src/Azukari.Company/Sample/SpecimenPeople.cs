using System.Globalization;
using Azukari.Values;

namespace Azukari.Company.Sample;

/// <summary>
/// The people of the sample company: always the same for the same seed. Telephone numbers begin with 03-0000, 06-0000, 070-0000 or 090-0000,
/// which reach nobody (080-0000 would be a freephone number, 0800-00…); mail addresses end in example.jp or example.com (RFC 2606).
/// </summary>
internal static class SpecimenPeople
{
    /// <summary>One more than stay: one of them asks to be erased.</summary>
    public const int Count = 301;

    public const ulong Seed = 20261001;

    /// <summary>The first day of the second policy: who came before was told the first one.</summary>
    public static readonly DateOnly SecondPolicy = new(2026, 10, 1);

    private static readonly string[] Kinds =
        [.. Enumerable.Repeat("agent", 12), .. Enumerable.Repeat("vip", 6), .. Enumerable.Repeat("retail", 9), "inquirer", "inquirer", "applicant"];

    private static readonly string[] Questions =
    [
        "美容液の使い方を知りたい。", "定期購入のお届け日を変えたい。", "会員登録の方法を教えてほしい。", "商品の成分表を送ってほしい。", "返品の送料はどちらの負担か。",
    ];

    public static IEnumerable<SpecimenPerson> All(int count = Count, ulong seed = Seed)
    {
        var numbers = new SeededSequence(seed);
        for (var i = 0; i < count; i++) yield return Next(i + 1, Kinds[i % Kinds.Length], numbers);
    }

    private static SpecimenPerson Next(int number, string kind, SeededSequence numbers)
    {
        var (family, given, gender) = SpecimenNames.Next(numbers);
        var member = kind is "agent" or "vip" or "retail";
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (numbers.Chance(45)) texts["phone"] = $"{numbers.Pick(["03", "06"])}-0000-{Four(number, 17)}";
        if (numbers.Chance(90)) texts["mobile"] = $"{numbers.Pick(["090", "070"])}-0000-{Four(number, 4711)}";
        if (numbers.Chance(8) && kind != "applicant") texts["fax"] = $"03-0000-{Four(number, 8086)}";
        if (numbers.Chance(85) || texts.Count == 0)
            texts["email"] = string.Create(CultureInfo.InvariantCulture, $"{given.Latin}.{family.Latin}.{number:D3}@example.{numbers.Pick(["jp", "com"])}");
        var acquired = numbers.Chance(60)
            ? new DateOnly(2021, 4, 1).AddDays(numbers.Next(1990))
            : SecondPolicy.AddDays(numbers.Next(45));
        if (member) AddMembership(texts, kind, number, acquired, $"{family.Kana} {given.Kana}", numbers);
        if (kind == "inquirer") texts["inquiry"] = numbers.Pick(Questions);
        if (kind == "applicant") texts["resume"] = "見本商事にて販売職5年。見本大学卒業。";
        var place = numbers.Pick(SpecimenPlaces.All);
        var street = string.Create(CultureInfo.InvariantCulture, $"{numbers.Between(1, 9)}-{numbers.Between(1, 30)}-{numbers.Between(1, 20)}");
        var building = numbers.Chance(40) ? string.Create(CultureInfo.InvariantCulture, $"見本ハイツ{numbers.Between(1, 9)}0{numbers.Between(1, 9)}号室") : null;
        var born = new DateOnly(1945, 1, 1).AddDays(numbers.Next(21900));
        return new SpecimenPerson
        {
            Number = number,
            Kind = kind,
            Family = family,
            Given = given,
            Gender = member ? gender : null,
            Born = kind == "agent" || (member && numbers.Chance(70)) ? born : null,
            Address = kind == "inquirer" ? null : new SpecimenAddress(place, street, building),
            Texts = texts,
            // Who has an address mostly came on the web and was answered there; of the addresses on paper, nobody knows yet whether staff read them right.
            Channel = kind == "inquirer" ? "inquiry" : numbers.Chance(texts.ContainsKey("email") ? 90 : 40) ? "web" : "paper",
            AcquiredOn = acquired,
        };
    }

    // Four digits nobody else has: looking a number up finds one person. 7919 is prime, so it walks through all ten thousand.
    private static string Four(int number, int from) => string.Create(CultureInfo.InvariantCulture, $"{(from + (number * 7919)) % 10000:D4}");

    private static void AddMembership(Dictionary<string, string> texts, string kind, int number, DateOnly acquired, string holder, SeededSequence numbers)
    {
        texts["member-number"] = MemberNumber.Issue(88_000_000 + number).Number;
        texts["registration-date"] = acquired.ToString("O", CultureInfo.InvariantCulture);
        var byCard = numbers.Chance(65);
        texts["payment-method"] = byCard ? "card" : "bank-transfer";
        if (byCard) texts["card"] = $"mihonpay:tok_specimen_{number:D6}:{numbers.Digits(4)}";
        if (kind == "agent" || !byCard) texts["bank-account"] = $"9999-{numbers.Digits(3)}-普通-{numbers.Digits(7)}-{holder}";
        if (kind == "agent" && numbers.Chance(12)) texts["residence-status"] = "permanent-resident";
    }
}
