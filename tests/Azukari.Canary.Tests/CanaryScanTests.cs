using System.Text;
using Azukari.Testing.Canaries;

namespace Azukari.Canary.Tests;

/// <summary>The scan itself: a canary in any of the forms is found wherever it stands.</summary>
public sealed class CanaryScanTests
{
    private static readonly CanaryScan Scan = new(CanaryWords.All);

    static CanaryScanTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, int> Forms()
    {
        var data = new TheoryData<string, int>();
        foreach (var form in new[] { "utf-8", "utf-16le", "utf-16be", "shift_jis", "HEX", "hex", "base64" })
        foreach (var before in new[] { 0, 1, 2, 3, (1 << 20) - 7, 1 << 20, (2 << 20) + 5 })
            data.Add(form, before);
        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_planted_canary_is_found_in_every_form_and_at_every_place(string form, int before)
    {
        var word = CanaryWords.FamilyName;
        byte[] planted = form switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(word),
            "utf-16le" => Encoding.Unicode.GetBytes(word),
            "utf-16be" => Encoding.BigEndianUnicode.GetBytes(word),
            "shift_jis" => Encoding.GetEncoding(932).GetBytes(word),
            "HEX" => Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes("x" + word))),
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("xy" + word))),
            _ => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('z', before % 3) + word + "z"))),
        };
        using var file = new MemoryStream([.. new byte[before], .. planted, .. new byte[100]]);

        var findings = await Scan.ScanAsync(file, "planted", TestContext.Current.CancellationToken);

        var finding = Assert.Single(findings);
        Assert.Equal(word, finding.Word);
    }

    [Fact]
    public async Task Bytes_without_a_canary_give_no_finding()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("見本 太郎 example ", 200_000))));

        Assert.Empty(await Scan.ScanAsync(file, "clean", TestContext.Current.CancellationToken));
    }
}
