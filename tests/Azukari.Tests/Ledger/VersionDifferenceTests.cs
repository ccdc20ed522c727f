using System.Text;
using Azukari.Ledger;

namespace Azukari.Tests.Ledger;

/// <summary>What a publication changed, as part of its entry.</summary>
public sealed class VersionDifferenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);

    private const string Head = """{"accessor":"op.1",""";
    private const string Tail = ""","id":"01890123-4567-7890-8123-456789012345","kind":"published","policy":"2026-10","reason":"sha256:9fa31e62-35d52f5f","time":1775012400001234,"v":1}""";
    private const string Changed =
        "\"difference\":{\"clauses\":[{\"changed\":[\"rule\",\"text\"],\"clause\":\"purpose.member.2\",\"textAfter\":\"sha256:aa\",\"textBefore\":\"sha256:bb\"},{\"changed\":[\"rule\",\"text\"],\"clause\":\"purpose.tax\",\"textAfter\":\"sha256:cc\"}],"
        + "\"gained\":[{\"exit\":\"entrustment\",\"items\":[\"name\",\"address\"],\"purpose\":\"purpose.member.2\",\"recipient\":\"entrustee\",\"subjects\":[\"agent\"]}],"
        + "\"lost\":[{\"items\":[\"email\"],\"purpose\":\"purpose.member.2\",\"recipient\":\"staff.shipping\",\"subjects\":[\"vip\"]}],\"since\":\"2021-04\"}";

    private static VersionDifference Difference { get; } = new()
    {
        Since = "2021-04",
        Gained = [new VersionAccess("purpose.member.2", "entrustee", "entrustment", ["name", "address"], ["agent"])],
        Lost = [new VersionAccess("purpose.member.2", "staff.shipping", null, ["email"], ["vip"])],
        Clauses = [new VersionClause("purpose.member.2", ["rule", "text"], "sha256:bb", "sha256:aa"), new VersionClause("purpose.tax", ["rule", "text"], null, "sha256:cc")],
    };

    [Fact]
    public void A_difference_is_a_canonical_part_of_its_entry_and_comes_back()
    {
        Assert.True(EntryId.TryParse("01890123-4567-7890-8123-456789012345", out var id));
        var entry = new LedgerEntry(id, Noon.AddTicks(12345), EntryKind.Published) { Accessor = "op.1", PolicyVersion = "2026-10", Reason = "sha256:9fa31e62-35d52f5f", Difference = Difference };

        Assert.Equal(Head + Changed + Tail, Encoding.UTF8.GetString(entry.ToCanonicalJson()));
        var read = LedgerEntry.FromCanonicalJson(entry.ToCanonicalJson());
        Assert.Equal(entry, read);
        Assert.Equal(Difference, read.Difference);
        Assert.NotEqual(Difference, Difference with { Lost = [] });
    }

    [Fact]
    public void A_publication_from_before_differences_were_recorded_is_read_as_it_was_written()
    {
        var json = Encoding.UTF8.GetBytes(Head[..^1] + Tail);

        var entry = LedgerEntry.FromCanonicalJson(json);

        Assert.Null(entry.Difference);
        Assert.Equal(json, entry.ToCanonicalJson());
    }

    [Theory]
    [InlineData("\"since\":\"2021-04\"", "\"since\":\"2021-04\",\"note\":\"x\"")]
    [InlineData("\"since\":\"2021-04\"", "\"since\":\"two words\"")]
    [InlineData(",\"since\":\"2021-04\"", "")]
    [InlineData("\"items\":[\"name\",\"address\"]", "\"items\":[\"090-0000-0000-0000\"]")]
    [InlineData("\"items\":[\"email\"],\"purpose\":\"purpose.member.2\"", "\"purpose\":\"purpose.member.2\",\"items\":[\"email\"]")]
    [InlineData("\"textAfter\":\"sha256:cc\"", "\"text\":\"what it says\"")]
    [InlineData("\"kind\":\"published\"", "\"kind\":\"used\"")]
    public void Whatever_else_stands_there_is_no_entry(string right, string wrong)
    {
        var json = Head + Changed + Tail;
        Assert.Contains(right, json, StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => LedgerEntry.FromCanonicalJson(Encoding.UTF8.GetBytes(json.Replace(right, wrong, StringComparison.Ordinal))));
    }

    [Fact]
    public void Only_a_publication_records_one_and_only_so_much()
    {
        Assert.Throws<ArgumentException>(() => new LedgerEntry(EntryId.New(Noon), Noon, EntryKind.Used) { Difference = Difference });
        Assert.Throws<ArgumentException>(() => new VersionDifference { Since = "2021-04", Gained = [.. Enumerable.Repeat(Difference.Gained[0], VersionDifference.Most + 1)] });
        Assert.Throws<ArgumentException>(() => (Difference with { Gained = [Difference.Gained[0] with { Items = ["a value"] }] }).ToCanonicalJson());
    }
}
