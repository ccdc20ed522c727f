using System.Text;
using Azukari.Ledger;

namespace Azukari.Tests.Ledger;

public sealed class EntryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("purpose.member.2")]
    [InlineData("staff.shipping")]
    [InlineData("order:1042")]
    [InlineData("2026-10")]
    [InlineData("A")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("doc:01234567-8901-7234-8901-234567890123")]
    [InlineData("inquiry/01890123-4567-7890-8123-456789012345")]
    public void Codes_are_taken(string code) => Assert.Equal(code, new LedgerEntry(EntryId.New(Noon), Noon, EntryKind.Used) { Case = code }.Case);

    [Theory]
    [InlineData("hanako@example.jp")]
    [InlineData("見本花子")]
    [InlineData("ﾐﾎﾝ")]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData(".starts")]
    [InlineData("09000001234")]
    [InlineData("090-0000-1234")]
    [InlineData("+819000001234")]
    [InlineData("tel:090-0000-1234")]
    [InlineData("tel:09000001234")]
    [InlineData("case09000001234x")]
    [InlineData("4111/1111/1111/1111")]
    [InlineData("a\nb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Values_and_prose_are_refused_without_being_repeated(string value)
    {
        var entry = new LedgerEntry(EntryId.New(Noon), Noon, EntryKind.Used);
        var attempts = new Func<LedgerEntry>[]
        {
            () => entry with { Accessor = value }, () => entry with { As = value }, () => entry with { Recipient = value },
            () => entry with { Purpose = value }, () => entry with { Ground = value }, () => entry with { Items = ["name", value] },
            () => entry with { Clauses = [value] }, () => entry with { PolicyVersion = value }, () => entry with { Case = value },
            () => entry with { Reason = value },
        };
        foreach (var attempt in attempts)
        {
            var error = Assert.Throws<ArgumentException>(attempt);
            if (value.Length > 1)
                Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_entry_is_canonical_json()
    {
        Assert.True(EntryId.TryParse("01890123-4567-7890-8123-456789012345", out var id));
        Assert.True(Pseudonym.TryParse("000102030405060708090a0b0c0d0e0f", out var subject));
        var entry = new LedgerEntry(id, Noon.AddTicks(12345), EntryKind.KeysRotated)
        {
            Subject = subject, Accessor = "op.1", As = "staff.shipping", Items = ["name", "address"], Clauses = ["purpose.member.2"], Count = 3, Purpose = "purpose.member.2",
        };

        Assert.Equal(
            """{"accessor":"op.1","as":"staff.shipping","clauses":["purpose.member.2"],"count":3,"id":"01890123-4567-7890-8123-456789012345","items":["name","address"],"kind":"keys-rotated","purpose":"purpose.member.2","subject":"000102030405060708090a0b0c0d0e0f","time":1775012400001234,"v":1}""",
            Encoding.UTF8.GetString(entry.ToCanonicalJson()));
        Assert.Equal(entry, LedgerEntry.FromCanonicalJson(entry.ToCanonicalJson()));
    }

    [Fact]
    public void Every_kind_comes_back_by_its_wire_name()
    {
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", kind.WireName());
            Assert.Equal(kind, LedgerEntry.FromCanonicalJson(new LedgerEntry(EntryId.New(Noon), Noon, kind).ToCanonicalJson()).Kind);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"used","time":1,"v":2}""")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"used", "time":1,"v":1}""")]
    [InlineData("""{"kind":"used","id":"01890123-4567-7890-8123-456789012345","time":1,"v":1}""")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"used","note":"x","time":1,"v":1}""")]
    [InlineData("""{"case":"two words","id":"01890123-4567-7890-8123-456789012345","kind":"used","time":1,"v":1}""")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"unheard","time":1,"v":1}""")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"used","time":97922337203685477,"v":1}""")]
    [InlineData("""{"id":"01890123-4567-7890-8123-456789012345","kind":"used","time":9223372036854775807,"v":1}""")]
    public void What_is_not_canonical_is_no_entry(string json) =>
        Assert.Throws<FormatException>(() => LedgerEntry.FromCanonicalJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Strings_are_escaped_as_rfc_8785_prescribes()
    {
        var json = new CanonicalJson(stackalloc byte[8]); // too small: it grows
        json.Begin();
        json.Member("\u20ac$", "\u000f\nA'\u0042\u0022\u005c\\\"/\u007f\u20ac\ud83d\ude00\b\t\f\r");
        json.End();

        // From the RFC's own example: escapes only where JSON needs them, lower-case \u00xx, everything else as it is.
        Assert.Equal("{\"\u20ac$\":\"\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\u20ac\ud83d\ude00\\b\\t\\f\\r\"}", Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void Members_stand_in_the_order_of_their_utf16_units_and_integers_are_exact()
    {
        var json = new CanonicalJson(stackalloc byte[8]); // too small: it grows
        json.Begin();
        foreach (var name in new[] { "\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33" }) // the RFC's sorting example
            json.Member(name, 9007199254740992L);
        json.End();
        Assert.Contains("\"1\":9007199254740992,", Encoding.UTF8.GetString(json.Written), StringComparison.Ordinal);

        Assert.Throws<InvalidOperationException>(() => Write("b", 1, "a", 1));
        Assert.Throws<InvalidOperationException>(() => Write("a", 1, "a", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write("a", 9007199254740993L, "b", 1));

        static void Write(string one, long first, string two, long second)
        {
            var json = new CanonicalJson([]);
            json.Begin();
            json.Member(one, first);
            json.Member(two, second);
        }
    }

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.Throws<ArgumentException>(() =>
    {
        var json = new CanonicalJson([]);
        json.Begin();
        json.Member("a", "\ud83d");
    });

    [Fact]
    public void Pseudonyms_and_entries_print_and_read_back()
    {
        var pseudonym = Pseudonym.New();
        Assert.True(Pseudonym.TryParse(pseudonym.ToString(), out var again));
        Assert.Equal(pseudonym, again);
        Assert.Equal(pseudonym, Pseudonym.FromBytes(pseudonym.ToBytes()));
        Assert.NotEqual(pseudonym, Pseudonym.New());
        Assert.False(Pseudonym.TryParse(pseudonym.ToString().ToUpperInvariant() + "0", out _));
        var id = EntryId.New(Noon);
        Assert.True(EntryId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.Equal(id, EntryId.FromBytes(id.ToBytes()));
        Assert.Throws<ArgumentException>(() => EntryId.From(Guid.NewGuid()));
    }
}
