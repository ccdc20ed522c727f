using System.Text;
using Azukari.Import.Reading;

namespace Azukari.Tests.Import;

public sealed class EncodingTests
{
    private static readonly Encoding Sjis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    [Theory]
    [InlineData("utf-8", "会員番号,氏名\n1,髙橋 𠮷\n", ImportEncoding.Utf8)]
    [InlineData("utf-8-bom", "会員番号,氏名\n1,髙橋 𠮷\n", ImportEncoding.Utf8)]
    [InlineData("shift_jis", "会員番号,氏名\n1,髙橋 ①\n", ImportEncoding.ShiftJis)]
    [InlineData("shift_jis", "id,kana\n1,ﾐﾎﾝ\n", ImportEncoding.ShiftJis)]
    [InlineData("utf-8", "id,name\n1,plain\n", ImportEncoding.Utf8)]
    public async Task The_encoding_is_told_by_content(string written, string text, ImportEncoding expected)
    {
        var (encoding, mark, name) = Assert.NotNull(await DetectAsync(Bytes(written, text)));
        Assert.Equal(expected, name);
        Assert.Equal(text, encoding.GetString(Bytes(written, text).AsSpan(mark)));
    }

    [Theory]
    [InlineData("utf-8", ImportEncoding.Utf8)]
    [InlineData("shift_jis", ImportEncoding.ShiftJis)]
    public async Task Megabytes_of_ascii_in_front_do_not_mislead(string written, ImportEncoding expected)
    {
        var text = new string('x', (3 << 20) - 1) + "見本の文字";
        Assert.Equal(expected, (await DetectAsync(Bytes(written, text)))?.Name);
    }

    [Fact]
    public async Task A_damaged_byte_does_not_turn_utf8_into_shift_jis()
    {
        byte[] bytes = [.. Bytes("utf-8", "会員番号,氏名,住所,電話番号,備考などなど"), 0xE3, (byte)'\n'];
        Assert.Equal(ImportEncoding.Utf8, (await DetectAsync(bytes))?.Name);
    }

    [Fact]
    public async Task A_character_cut_by_the_window_is_no_damage()
    {
        var text = "あ" + new string('い', EncodingDetection.Window);
        Assert.Equal(ImportEncoding.Utf8, (await DetectAsync(Bytes("utf-8", text)))?.Name);
    }

    [Fact]
    public async Task Utf16_is_not_read() => Assert.Null(await DetectAsync([0xFF, 0xFE, (byte)'a', 0]));

    [Fact]
    public async Task What_shift_jis_does_not_have_becomes_a_mark_to_reject_by()
    {
        byte[] bytes = [0x82, 0xA0, 0x85, 0x40, (byte)',', 0x85, 0x41, (byte)'\n'];
        var (encoding, _, _) = Assert.NotNull(await DetectAsync(bytes, ImportEncoding.ShiftJis));
        Assert.Equal("あ\uFFFD,\uFFFD\n", encoding.GetString(bytes));
    }

    [Fact]
    public async Task Kanji_with_two_codes_are_read_from_either_and_half_a_character_eats_nothing()
    {
        byte[] bytes = [0xFB, 0xFC, 0xEE, 0xE0, (byte)',', 0xFA, 0xB1, 0xED, 0x95, (byte)',', 0x81, (byte)'\n', 0x87, 0x40, (byte)'\n'];
        var (encoding, _, _) = Assert.NotNull(await DetectAsync(bytes, ImportEncoding.ShiftJis));
        var text = encoding.GetString(bytes);
        Assert.StartsWith("髙髙,﨑", text, StringComparison.Ordinal);
        Assert.EndsWith(",\uFFFD\n①\n", text, StringComparison.Ordinal);
        using var trickle = new StreamReader(new MemoryStream(bytes), encoding, false, 1);
        Assert.Equal(text, await trickle.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    public static byte[] Bytes(string encoding, string text) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "shift_jis" => Sjis.GetBytes(text),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    private static async Task<(Encoding Encoding, int Mark, ImportEncoding Name)?> DetectAsync(byte[] bytes, ImportEncoding asked = ImportEncoding.Auto)
    {
        using var stream = new MemoryStream(bytes);
        return await EncodingDetection.DetectAsync(stream, asked, TestContext.Current.CancellationToken);
    }
}
