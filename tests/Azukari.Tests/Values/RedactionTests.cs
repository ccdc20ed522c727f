using System.Globalization;
using Azukari.Values;

namespace Azukari.Tests.Values;

public sealed class RedactionTests
{
    public static TheoryData<string, string> Specimens => new()
    {
        { "person-name", "見本 太郎" }, { "kana", "ミホン" }, { "postal-code", "000-0001" }, { "postal-address", "東京都見本区1" }, { "phone", "090-0000-1234" },
        { "email", "mihon@example.jp" }, { "date", "1980/4/1" }, { "birth-date", "1980/4/1" }, { "gender", "男" }, { "member-number", "A0012" },
        { "bank-account", "0001-001-普通-1234567-ミホン" }, { "card-token", "samplepay:tok_abcd:4242" }, { "individual-number", "123456789018" },
        { "text", "秘密" }, { "choice", "一つ目" }, { "number", "12345" }, { "money", "98765" }, { "country", "VN" }, { "residence-status", "永住者" },
    };

    [Fact]
    public void Every_shape_has_a_specimen() =>
        Assert.Equal(Shapes.All.Select(shape => shape.Name).Order(), Specimens.Select(row => row.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(Specimens))]
    public void Interpolation_prints_a_redaction(string shape, string written)
    {
        var found = Shapes.Find(shape)!;
        Assert.True(found.TryNormalise(written, Parsing.Today, out var stored, out _));
        Assert.Equal("[StoredValue]", $"{stored}");
        Assert.All(found.SearchTerms(stored), term => Assert.Equal("[SearchTerm]", $"{term}"));
        Assert.NotEmpty(found.ToDisplay(stored, Parsing.En));
        Assert.NotEmpty(found.ToDisplay(stored, Parsing.Ja));
    }

    [Fact]
    public void Every_value_type_prints_its_name_only()
    {
        Assert.True(BirthDate.TryParse("1980/4/1", Parsing.Today, out var birth, out _));
        object[] values =
        [
            Of<PersonName>("見本 太郎"), Of<Kana>("ミホン"), Of<PostalCode>("000-0001"), Of<PostalAddress>("東京都見本区1"), Of<PhoneNumber>("090-0000-1234"),
            Of<EmailAddress>("mihon@example.jp"), Of<CalendarDate>("1980/4/1"), birth, Of<Gender>("男"), Of<MemberNumber>("A0012"),
            Of<BankAccount>("0001-001-普通-1234567-ミホン"), Of<CardToken>("samplepay:tok_abcd:4242"), Of<IndividualNumber>("123456789018"),
            Of<PlainText>("秘密"), Of<Choice>("一つ目"), Of<Number>("12345"), Of<Money>("98765"), Of<Country>("VN"), Of<ResidenceStatus>("永住者"),
        ];
        Assert.All(values, value => Assert.Equal(value.GetType().Name, $"{value}"));
        Assert.Equal(
            typeof(IValue<>).Assembly.GetExportedTypes()
                .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IValue<>))).Append(typeof(BirthDate)).Select(type => type.Name).Order(),
            values.Select(value => value.GetType().Name).Order());
    }

    [Fact]
    public void A_stored_form_that_is_none_is_told_without_its_bytes()
    {
        var broken = Assert.Throws<FormatException>(() => PhoneNumber.FromStored(StoredValue.FromText("himitsu")));
        Assert.DoesNotContain("himitsu", broken.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_sentence_in_both_languages()
    {
        Assert.All(Enum.GetValues<ValueErrorCode>(), code =>
        {
            var error = new ValueError(code);
            Assert.EndsWith("。", error.Sentence(Parsing.Ja), StringComparison.Ordinal);
            Assert.EndsWith(".", error.Sentence(Parsing.En), StringComparison.Ordinal);
            Assert.Equal(error.Sentence(Parsing.Ja), error.Sentence(CultureInfo.InvariantCulture));
        });
        Assert.Equal(Enum.GetValues<ValueErrorCode>().Length, ValueError.Sentences("ja").Count);
        Assert.Equal(Enum.GetValues<ValueErrorCode>().Length, ValueError.Sentences("en").Count);
    }

    private static T Of<T>(string text) where T : class, IValue<T> => T.TryParse(text, out var value, out var error) ? value! : throw new InvalidOperationException(error!.Rule);
}
