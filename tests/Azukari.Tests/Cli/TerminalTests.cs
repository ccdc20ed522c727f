using Azukari.Cli.Terminal;

namespace Azukari.Tests.Cli;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("name", 4)]
    [InlineData("氏名", 4)]
    [InlineData("ﾔﾏﾀﾞ", 4)]
    [InlineData("1(1)②", 5)]
    [InlineData("が", 2)]
    [InlineData("𠮷野家", 6)]
    [InlineData("Ａ１", 4)]
    [InlineData("", 0)]
    public void Width_counts_columns_not_characters(string text, int columns) => Assert.Equal(columns, DisplayWidth.Of(text));

    [Fact]
    public void Columns_line_up_under_mixed_widths_and_lines_end_without_spaces()
    {
        var lines = TextTable.Lines(["項目", "Item"], [["氏名", "name"], ["date-of-birth", "x"], ["a"]]).ToList();
        Assert.Equal(["項目           Item", "氏名           name", "date-of-birth  x", "a"], lines);
        Assert.Equal(DisplayWidth.Of(lines[0][..^4]), DisplayWidth.Of(lines[1][..^4]));
    }

    [Fact]
    public void Wrapping_keeps_every_character_and_the_width()
    {
        const string text = "値を読むたびに条項が判断し、台帳に残します。 Every read is decided by a clause, and recorded.";
        for (var columns = 10; columns < 60; columns++)
        {
            var lines = DisplayWidth.Wrap(text, columns);
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.True(DisplayWidth.Of(line) <= Math.Max(columns, 14), $"{columns}: {line}"));
            Assert.All(lines, line => Assert.False(line.StartsWith('、') || line.StartsWith('。'), line));
        }
    }

    [Theory]
    [InlineData("ja_JP.UTF-8", null, new string[0], true)]
    [InlineData("C.UTF-8", null, new string[0], false)]
    [InlineData(null, null, new string[0], false)]
    [InlineData("en_US.UTF-8", "ja_JP.UTF-8", new string[0], true)]
    [InlineData("ja_JP.UTF-8", null, new[] { "policy", "--lang", "en" }, false)]
    [InlineData("C", null, new[] { "--lang=ja" }, true)]
    public void The_language_is_the_options_then_the_locales(string? lang, string? all, string[] arguments, bool japanese) =>
        Assert.Equal(japanese ? Language.Japanese : Language.English, Languages.Of(arguments, name => name switch
        {
            "LANG" => lang,
            "LC_ALL" => all,
            _ => null,
        }));
}
