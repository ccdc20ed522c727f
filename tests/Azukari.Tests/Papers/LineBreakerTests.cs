using System.Globalization;
using Azukari.Papers.Layout;
using CsCheck;

namespace Azukari.Tests.Papers;

/// <summary>Lines as Japanese is set. Every letter is one wide here, Latin ones half.</summary>
public sealed class LineBreakerTests
{
    [Theory]
    [InlineData("あいうえおかきくけこ", 5, "あいうえお|かきくけこ")]
    [InlineData("あいうえお。かきく", 5, "あいうえ|お。かきく")] // a full stop takes its letter with it
    [InlineData("あいうえお」。かき", 5, "あいうえ|お」。かき")]
    [InlineData("あいうえ（かきく）", 5, "あいうえ|（かきく）")] // no opening bracket at an end
    [InlineData("あいうえっかきく", 4, "あいう|えっかき|く")] // no small kana at a start
    [InlineData("あいうえーかきく", 4, "あいう|えーかき|く")]
    [InlineData("ああああ……いい", 5, "ああああ|……いい")] // a pair of dots stays whole
    [InlineData("第100項12345678に", 5, "第100項|12345678に")] // numbers stay whole
    [InlineData("これは jp-cs@example.jp です", 9, "これは|jp-cs@example.jp|です")]
    [InlineData("one two three four", 4, "one two|three|four")] // a space at an end is none
    [InlineData("あ\n\nい", 5, "あ||い")]
    [InlineData("", 5, "")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 5, "abcdefghij|klmnopqrst|uvwxyz")] // what nothing may part is parted at the edge
    public void Breaks_where_it_may(string text, float width, string lines) => Assert.Equal(lines, string.Join('|', LineBreaker.Break(text, width, Wide)));

    [Fact]
    public void Whatever_the_text_nothing_is_lost_and_no_line_runs_over() =>
        Gen.Select(Gen.Char["あいうっー、。（）「」abc 12…々"].Array[0, 60], Gen.Int[2, 12]).Sample((letters, width) =>
        {
            var text = new string(letters);
            var lines = LineBreaker.Break(text, width, Wide);
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.True(line.Sum(letter => Wide(letter.ToString())) <= width + 0.01f, $"[{line}] is wider than {width}"));
        });

    [Fact]
    public void No_line_begins_or_ends_with_what_may_not_where_there_is_another_place() =>
        Gen.Char["あいうえおかき、。（）「」っー"].Array[0, 80].Sample(letters =>
        {
            var lines = LineBreaker.Break(new string(letters), 20, Wide);
            for (var i = 1; i < lines.Count; i++)
            {
                var joined = lines[i - 1] + lines[i];
                var couldPart = Enumerable.Range(1, lines[i - 1].Length - 1).Any(at => LineBreaker.MayPart(joined[at - 1].ToString(), joined[at].ToString()));
                if (couldPart) Assert.True(LineBreaker.MayPart(lines[i - 1][^1].ToString(), lines[i][0].ToString()), $"[{lines[i - 1]}] [{lines[i]}]");
            }
        });

    private static float Wide(string text)
    {
        var width = 0f;
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();) width += elements.GetTextElement()[0] < 0x80 ? 0.5f : 1;
        return width;
    }
}
