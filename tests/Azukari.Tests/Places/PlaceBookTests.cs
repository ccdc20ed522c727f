using System.IO.Compression;
using System.Text;
using Azukari.Places;
using Azukari.Testing;
using Azukari.Tests.Values;
using Azukari.Values;

namespace Azukari.Tests.Places;

/// <summary>Postal codes and banks as shipped, an operator's own files, and what a form, the API and an import ask of them.</summary>
public sealed class PlaceBookTests : IDisposable
{
    private readonly string _folder = TestRun.NewFolder("places");

    public void Dispose() => TestRun.DropFolder(_folder);

    [Theory]
    [InlineData("150-0001", "東京都渋谷区神宮前")]
    [InlineData("〒１５０ー０００１", "東京都渋谷区神宮前")]
    [InlineData("1000000", "東京都千代田区")]
    [InlineData("4980000", "愛知県弥富市 三重県桑名郡木曽岬町")]
    [InlineData("0010000", "北海道札幌市北区")]
    [InlineData("9071801", "沖縄県八重山郡与那国町与那国")]
    [InlineData("9999999", "")]
    public void A_postal_code_gives_the_places_it_stands_for(string typed, string places)
    {
        Assert.True(PostalCode.TryParse(typed, out var code, out _));
        Assert.Equal(places, string.Join(' ', PlaceBook.OfProgram.PostalCodes.Find(code).Select(p => p.Prefecture + p.City + p.Town)));
    }

    [Fact]
    public void The_shipped_tables_are_whole_and_say_where_they_come_from()
    {
        var book = PlaceBook.OfProgram;
        Assert.Equal((120496, 1146, 28944), (book.PostalCodes.Count, book.Banks.Count, book.Banks.BranchCount));
        Assert.Equal(new PlaceSource("Japan Post", "2025", false), book.PostalCodes.Source);
        Assert.Equal(new PlaceSource("zengin-code (npm, MIT)", "2026-08-24", false), book.Banks.Source);
    }

    [Fact]
    public void Every_row_of_the_file_is_found_again()
    {
        using var plain = new GZipStream(typeof(PlaceBook).Assembly.GetManifestResourceStream("postal-codes.tsv.gz")!, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        reader.ReadLine();
        var expected = new Dictionary<string, List<string>>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (!expected.TryGetValue(cells[0], out var towns)) expected.Add(cells[0], towns = []);
            towns.Add(cells[1] + cells[2] + cells[3]);
        }

        var wrong = expected.Where(e => PostalCode.TryParse(e.Key, out var code, out _)
            && !PlaceBook.OfProgram.PostalCodes.Find(code).Select(p => p.Prefecture + p.City + p.Town).SequenceEqual(e.Value));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("0001", "0001 みずほ")]
    [InlineData("みずほ", "0001 みずほ,0289 みずほ信託")]
    [InlineData("みずほ銀行", "0001 みずほ,0289 みずほ信託")]
    [InlineData("ミズホ", "0001 みずほ,0289 みずほ信託")]
    [InlineData("ﾐｽﾞﾎ", "0001 みずほ,0289 みずほ信託")]
    [InlineData("三菱UFJ", "0005 三菱ＵＦＪ,0288 三菱ＵＦＪ信託")]
    [InlineData("みつびしゅーえふじぇい", "0005 三菱ＵＦＪ")]
    [InlineData("そのような銀行はない", "")]
    [InlineData("  ", "")]
    public void A_bank_is_found_by_the_beginning_of_its_code_name_or_reading(string typed, string banks) =>
        Assert.Equal(banks, string.Join(',', PlaceBook.OfProgram.Banks.StartingWith(typed).Select(b => $"{b.Code} {b.Name}")));

    [Theory]
    [InlineData("0001", "0001", "")]
    [InlineData("０００１", "0001", "")]
    [InlineData("みずほ", "0001", "")]
    [InlineData("みずほ銀行", "0001", "")]
    [InlineData("みつびしゅーえふじぇい", "0005", "")]
    [InlineData("みず", null, "0001,0289")]
    [InlineData("9998", null, "")]
    [InlineData("そのような銀行はない", null, "")]
    [InlineData("", null, "")]
    public void A_bank_is_chosen_by_its_name_or_the_only_one_that_begins_so_and_several_are_offered(string typed, string? code, string offered)
    {
        var choice = PlaceBook.OfProgram.Banks.ChooseBank(typed);
        Assert.Equal(code, choice.Code);
        Assert.Equal(offered.Split(',', StringSplitOptions.RemoveEmptyEntries), choice.Offered.Select(one => one.Code).Take(2));
    }

    [Theory]
    [InlineData("0001", "100", "100")]
    [InlineData("0001", "本店", "100")]
    [InlineData("0001", "本店支店", "100")]
    [InlineData("0001", "998", null)]
    [InlineData("9998", "001", null)]
    [InlineData("0001", " ", null)]
    public void A_branch_is_chosen_within_its_bank(string bank, string typed, string? code) => Assert.Equal(code, PlaceBook.OfProgram.Banks.ChooseBranch(bank, typed).Code);

    [Fact]
    public void An_account_says_its_bank_and_branch_by_name()
    {
        var banks = PlaceBook.OfProgram.Banks;
        string? Name(string bank, string branch) => BankAccount.TryCreate(bank, branch, "1", "1", "ミホン", out var account, out _) ? banks.NameOf(account) : throw new InvalidOperationException();
        Assert.Equal("みずほ 本店", Name("0001", "100"));
        Assert.Equal("みずほ", Name("0001", "998"));
        Assert.Null(Name("9998", "001"));
    }

    [Theory]
    [InlineData("1500001", "東京都/渋谷区/神宮前", 0)]
    [InlineData("4980000", "//", 2)]
    public void A_postal_code_completes_what_all_its_places_share_and_offers_the_rest(string typed, string completed, int offered)
    {
        Assert.True(PostalCode.TryParse(typed, out var code, out _));
        var found = PlaceBook.OfProgram.PostalCodes.Complete(code)!;
        Assert.Equal((completed, offered), ($"{found.Prefecture}/{found.City}/{found.Town}", found.Offered.Count));
        Assert.True(PostalCode.TryParse("9999999", out var none, out _));
        Assert.Null(PlaceBook.OfProgram.PostalCodes.Complete(none));
    }

    [Fact]
    public void A_branch_is_found_by_code_and_by_the_beginning_of_its_name_or_reading()
    {
        var banks = PlaceBook.OfProgram.Banks;
        Assert.Equal(new Branch("100", "本店", "ホンテン"), banks.FindBranch("0001", "100"));
        Assert.Null(banks.FindBranch("0001", "1"));
        Assert.Null(banks.FindBranch("0001", "999"));
        Assert.Null(banks.FindBranch("9999", "001"));
        Assert.Equal(["115 大森"], banks.BranchesOf("0005", "おおもり").Where(b => b.Name == "大森").Select(b => $"{b.Code} {b.Name}"));
        Assert.Contains("大森", banks.BranchesOf("0005", "大森支店").Select(b => b.Name));
        Assert.Equal(3, banks.BranchesOf("0001", most: 3).Count);
        Assert.Empty(banks.BranchesOf("9999"));
    }

    [Theory]
    [InlineData("bank-account", "0001-100-普通-1234567-ミホン", null)]
    [InlineData("bank-account", "9998-001-普通-1234567-ミホン", "bank-unknown")]
    [InlineData("bank-account", "0001-999-普通-1234567-ミホン", "branch-unknown")]
    [InlineData("postal-address", "〒150-0001 東京都渋谷区神宮前1-2-3", null)]
    [InlineData("postal-address", "〒150-0001 大阪府大阪市北区梅田1-2-3", "postal-code-elsewhere")]
    [InlineData("postal-address", "〒498-0000 三重県桑名郡木曽岬町1", null)]
    [InlineData("postal-address", "〒100-8999 東京都千代田区1-2-3", null)]
    [InlineData("postal-address", "渋谷区神宮前1-2-3", null)]
    [InlineData("phone", "090-0000-1234", null)]
    public void A_shape_asks_the_tables_of_what_comes_in(string name, string typed, string? rule)
    {
        var plain = Shapes.Find(name)!;
        var shape = PlaceBook.OfProgram.Checked(plain);
        var taken = shape.TryNormalise(typed, Parsing.Today, out var stored, out var error);
        Assert.Equal((rule is null, rule), (taken, error?.Rule));
        Assert.True(plain.TryNormalise(typed, Parsing.Today, out var before, out _));
        // What is stored stays readable though the branch closes.
        Assert.True(shape.IsNormal(before));
        Assert.Equal(plain.ToDisplay(before, Parsing.Ja), shape.ToDisplay(before, Parsing.Ja));
        if (taken) Assert.Equal(before, stored);
    }

    [Fact]
    public void A_companys_own_file_replaces_one_table_and_says_its_date()
    {
        Write("banks.tsv", Encoding.UTF8.GetBytes("# from the bank's site\n# date: 2026-11-01\nbank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n9998\t見本\tミホン\t007\t丘の上\tオカノウエ\n9998\t見本\tミホン\t001\t本店\tホンテン\n"));
        var book = PlaceBook.Open(_folder);
        Assert.Equal(new PlaceSource("banks.tsv", "2026-11-01", true), book.Banks.Source);
        Assert.Equal(["001", "007"], book.Banks.BranchesOf("9998").Select(b => b.Code));
        Assert.Null(book.Banks.Find("0001"));
        Assert.False(book.PostalCodes.Source.Replaced);
        Assert.Same(PlaceBook.OfProgram.PostalCodes, book.PostalCodes);
    }

    [Theory]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\n", 1)]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\ttown\n", 0)]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\ttown\n1500001\t東京都\t渋谷区\t神宮前\n150001\t東京都\t渋谷区\t神宮前\n", 3)]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\ttown\n1500001\t東京\t渋谷区\t神宮前\n", 2)]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\ttown\n1500001\t東京都\t\t神宮前\n", 2)]
    [InlineData("postal-codes.tsv", "postal_code\tprefecture\tcity\ttown\n1500001\t東京都\t渋谷区\n", 2)]
    [InlineData("postal-codes.tsv.gz", "postal_code\tprefecture\tcity\ttown\n", 0)]
    [InlineData("banks.tsv", "bank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n0001\t甲\tコウ\t001\t本店\tホンテン\n0001\t甲\tコウ\t001\t別\tベツ\n", 3)]
    [InlineData("banks.tsv", "bank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n0001\t甲\tコウ\t001\t本店\tホンテン\n0001\t乙\tオツ\t002\t別\tベツ\n", 3)]
    [InlineData("banks.tsv", "bank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n1\t甲\tコウ\t001\t本店\tホンテン\n", 2)]
    [InlineData("banks.tsv", "bank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n0001\t甲\tコウ\t1\t本店\tホンテン\n", 2)]
    [InlineData("banks.tsv", "bank_code\tbank\tbank_kana\tbranch_code\tbranch\tbranch_kana\n0001\t甲\t\t001\t本店\tホンテン\n", 2)]
    public void A_file_that_cannot_be_used_is_refused_with_its_line(string name, string text, int line)
    {
        var file = Write(name, Encoding.UTF8.GetBytes(text));
        var refused = Assert.Throws<PlaceFileException>(() => PlaceBook.Open(_folder));
        Assert.Equal((file, line), (refused.File, refused.Line));
        Assert.StartsWith($"{file}:{line}: ", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Japanese);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        Write("banks.tsv", [0x83, 0x65, 0x83, 0x58]);
        Assert.Throws<PlaceFileException>(() => PlaceBook.Open(_folder));
    }

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
