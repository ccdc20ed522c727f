using System.Net;
using System.Text.RegularExpressions;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Portal.Changes;
using Azukari.Testing.Canaries;
using Azukari.Tests.Console;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Tests.Portal;

/// <summary>What a member corrects themselves: at once, by a code to the new address, or after a second factor.</summary>
public sealed partial class ChangeTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task A_reading_typed_in_half_width_is_corrected_at_once_as_the_persons_own_correction()
    {
        var member = await host.MemberAsync();
        using var answer = await SendAsync(member, "kana", ("family", "ﾐﾎﾝ"), ("given", "じろう"));

        Assert.EndsWith("/my/information?done=kana#kana", answer.Headers.Location!.ToString());
        Assert.Equal("ミホン ジロウ", (await HeldAsync(member, "kana"))!.Value.Reveal());
        var corrected = Assert.Single(await EntriesAsync(member), entry => entry is { Kind: EntryKind.Corrected, Accessor: "member" });
        Assert.Equal(("member", "portal", "kana"), (corrected.Accessor, corrected.Case, corrected.Items.Single()));
        var html = WebUtility.HtmlDecode(await member.PageAsync("/my/information?done=kana"));
        Assert.Contains("氏名（フリガナ）を変更しました", html);
    }

    [Fact]
    public async Task What_does_not_fit_is_said_at_the_field_and_what_was_typed_stays()
    {
        var member = await host.MemberAsync();
        using var answer = await SendAsync(member, "mobile", ("value", "090-12"));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("aria-invalid=\"true\"", html);
        Assert.Contains("value=\"090-12\"", html);
        Assert.StartsWith("090-0000", (await ShownAsync(member, "mobile"))!);
    }

    [Fact]
    public async Task A_postal_code_fills_in_its_place_and_one_of_another_prefecture_is_refused()
    {
        var member = await host.MemberAsync();
        using var filled = await SendAsync(member, "address", ("postal", "1000001"), ("act", "places"));
        var html = WebUtility.HtmlDecode(await filled.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("<option value=\"東京都\" selected", html);
        Assert.Contains("value=\"千代田区\"", html);

        using var wrong = await SendAsync(member, "address", ("postal", "100-0001"), ("prefecture", "大阪府"), ("city", "大阪市"), ("line", "1-1"));
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var right = await SendAsync(member, "address", ("postal", "100-0001"), ("prefecture", "東京都"), ("city", "千代田区"), ("town", CanaryWords.Town), ("line", "2－3"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("2-3", (await ShownAsync(member, "address"))!);
    }

    [Fact]
    public async Task An_item_nobody_has_to_give_is_added_and_removed_again_and_one_that_must_be_given_is_not()
    {
        var member = await host.MemberAsync();
        Assert.Contains("/my/information/fax", await member.PageAsync("/my/information"));
        using (await SendAsync(member, "fax", ("value", "03-0000-1234"))) Assert.NotNull(await HeldAsync(member, "fax"));
        using (await SendAsync(member, "fax", ("act", "remove"))) Assert.Null(await HeldAsync(member, "fax"));

        Assert.DoesNotContain("value=\"remove\"", await member.PageAsync("/my/information/address"));
        using var kept = await SendAsync(member, "address", ("act", "remove"));
        Assert.NotNull(await HeldAsync(member, "address"));
    }

    [Fact]
    public async Task A_mail_address_changes_only_with_the_code_that_was_sent_to_it()
    {
        var member = await host.MemberAsync(proved: true);
        var before = (await HeldAsync(member, "email"))!.Value.Reveal();
        using var sent = await SendAsync(member, "email", ("value", CanaryWords.Mail(900)));
        var html = await sent.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal(before, (await HeldAsync(member, "email"))!.Value.Reveal());

        var code = Code().Match(host.LettersTo(CanaryWords.Mail(900)).Single()).Value;
        using var wrong = await ConfirmAsync(member, "email", html, "AAAAA-AAAAA");
        Assert.Contains("コードが違います", WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Cancel)));
        using var right = await ConfirmAsync(member, "email", html, code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal));
        Assert.EndsWith("/my/information?done=email#email", right.Headers.Location!.ToString());
        Assert.Equal(CanaryWords.Mail(900), (await HeldAsync(member, "email"))!.Value.Reveal());
    }

    [Fact]
    public async Task A_session_alone_changes_or_removes_no_address_and_the_owner_is_warned_where_they_read_before()
    {
        var stolen = await host.MemberAsync();
        foreach (var fields in new (string, string)[][] { [("value", CanaryWords.Mail(903))], [("act", "remove")] })
        {
            var token = await ConsoleHost.TokenAsync(stolen.Browser, "/my/information/kana");
            using var asked = await stolen.Browser.PostAsync("/my/information/email", new FormUrlEncodedContent(
                [new("__RequestVerificationToken", token), new("_handler", "change"), new("version", "2026-10"), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]), Cancel);
            Assert.EndsWith("/account/confirm?return=%2Fmy%2Finformation%2Femail", asked.Headers.Location!.ToString());
        }

        Assert.Empty(host.LettersTo(CanaryWords.Mail(903)));
        var member = await host.MemberAsync(proved: true);
        var before = (await HeldAsync(member, "email"))!.Value.Reveal();
        using var sent = await SendAsync(member, "email", ("value", CanaryWords.Mail(904)));
        using var right = await ConfirmAsync(member, "email", await sent.Content.ReadAsStringAsync(Cancel), Code().Match(host.LettersTo(CanaryWords.Mail(904)).Single()).Value);
        Assert.EndsWith("?done=email#email", right.Headers.Location!.ToString());
        await Tests.Ledger.Eventually.HoldsAsync(() => Task.FromResult(host.LettersTo(before).Any(letter => letter.Contains("登録されているメールアドレスを変更するお申し込みがありました", StringComparison.Ordinal))));
        Assert.DoesNotContain(host.LettersTo(CanaryWords.Mail(904)), letter => letter.Contains("お申し込みがありました。新しい", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobodys_mailbox_is_filled_by_changing_to_its_address()
    {
        var member = await host.MemberAsync(proved: true);
        for (var i = 0; i < 5; i++)
        {
            using var sent = await SendAsync(member, "email", ("value", CanaryWords.Mail(905)));
            Assert.Equal(i < 3, (await sent.Content.ReadAsStringAsync(Cancel)).Contains("name=\"carried\"", StringComparison.Ordinal));
        }

        Assert.Equal(3, host.LettersTo(CanaryWords.Mail(905)).Count);
    }

    [Fact]
    public async Task An_address_that_staff_typed_is_confirmed_by_the_code_that_was_sent_to_it()
    {
        var member = await host.MemberAsync(proved: true);
        await host.Company.Trust.Vault.CorrectAsync(member.Id, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("email")] = host.Value("email", CanaryWords.Mail(902)) }, new CorrectionBy.Staff(), new Accessor("tester"), @case: "request-1", ct: Cancel);
        Assert.Contains("Typed by staff and not confirmed yet.", await member.PageAsync("/en/my/information"));
        using var sent = await SendAsync(member, "email", ("value", CanaryWords.Mail(902)));
        var html = await sent.Content.ReadAsStringAsync(Cancel);
        using var right = await ConfirmAsync(member, "email", html, Code().Match(host.LettersTo(CanaryWords.Mail(902)).Single()).Value);
        Assert.EndsWith("/my/information?done=email#email", right.Headers.Location!.ToString());
        Assert.DoesNotContain("Typed by staff and not confirmed yet.", await member.PageAsync("/en/my/information"));
        Assert.Contains(await EntriesAsync(member), entry => entry is { Kind: EntryKind.Registered, Reason: "item-confirmed", Accessor: "member" });
    }

    [Fact]
    public async Task Another_member_confirms_nothing_with_what_a_page_carried()
    {
        var (member, other) = (await host.MemberAsync(proved: true), await host.MemberAsync(proved: true));
        using var sent = await SendAsync(member, "email", ("value", CanaryWords.Mail(901)));
        var html = await sent.Content.ReadAsStringAsync(Cancel);
        var code = Code().Match(host.LettersTo(CanaryWords.Mail(901)).Single()).Value;

        using var stolen = await ConfirmAsync(other, "email", html, code);
        Assert.Equal(HttpStatusCode.OK, stolen.StatusCode);
        Assert.NotEqual(CanaryWords.Mail(901), (await HeldAsync(other, "email"))!.Value.Reveal());
    }

    [Fact]
    public async Task A_bank_account_asks_for_a_fresh_proof_and_shows_what_was_typed_before_it_counts()
    {
        var unproved = await host.MemberAsync(MemberClass.Agent);
        using (var asked = await unproved.Browser.GetAsync("/en/my/information/bank-account", Cancel))
            Assert.EndsWith("/en/account/confirm?return=%2Fen%2Fmy%2Finformation%2Fbank-account", asked.Headers.Location!.ToString());

        var member = await host.MemberAsync(MemberClass.Agent, proved: true);
        using var check = await SendAsync(member, "bank-account", ("bank", "0001"), ("branch", "001"), ("type", "普通"), ("number", "123"), ("holder", "ミホン ハナコ"));
        var html = WebUtility.HtmlDecode(await check.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("0000123", html);
        Assert.Contains("（みずほ ", html);
        Assert.Null(await HeldAsync(member, "bank-account"));

        using var right = await ConfirmAsync(member, "bank-account", html, null);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.NotNull(await HeldAsync(member, "bank-account"));
    }

    [Fact]
    public async Task Bank_and_branch_are_picked_from_what_their_names_begin_with()
    {
        var member = await host.MemberAsync(MemberClass.Agent, proved: true);
        (string, string)[] rest = [("branch", "本店"), ("type", "普通"), ("number", "123"), ("holder", "ミホン ハナコ")];
        using var several = await SendAsync(member, "bank-account", [("bank", "みず"), .. rest]);
        var html = WebUtility.HtmlDecode(await several.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("value=\"bank:0001\"", html);
        Assert.Contains("候補から選んでください。", html);
        Assert.Contains("value=\"みず\"", html);

        using var picked = await SendAsync(member, "bank-account", [("bank", "みず"), .. rest, ("act", "bank:0001")]);
        html = WebUtility.HtmlDecode(await picked.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("name=\"bank\" value=\"0001\"", html);
        Assert.Contains("<span class=\"az-found\">みずほ</span>", html);
        Assert.Contains("name=\"branch\" value=\"本店\"", html);

        var branch = host.Company.Places.Banks.BranchesOf("0001")[0];
        using var check = await SendAsync(member, "bank-account", ("bank", "みずほ銀行"), ("branch", branch.Name), ("type", "普通"), ("number", "123"), ("holder", "ミホン ハナコ"));
        html = WebUtility.HtmlDecode(await check.Content.ReadAsStringAsync(Cancel));
        Assert.Contains($"0001-{branch.Code} 普通 0000123", html);
        Assert.Contains($"（みずほ {branch.Name}）", html);
    }

    [Theory]
    [InlineData("bank", "9998", "001", "9998")]
    [InlineData("bank", "ナイギンコウ", "001", "ナイギンコウ")]
    [InlineData("branch", "0001", "998", "998")]
    public async Task A_bank_or_a_branch_there_is_not_is_refused_in_the_members_language_and_what_was_typed_stays(string at, string bank, string branch, string typed)
    {
        var member = await host.MemberAsync(MemberClass.Agent, proved: true);
        var rule = new ValueError(at == "bank" ? ValueErrorCode.BankUnknown : ValueErrorCode.BranchUnknown);
        foreach (var language in new[] { "", "/en" })
        {
            var page = $"{language}/my/information/bank-account";
            using var answer = await ConsoleHost.SendAsync(member.Browser, page, page, ("_handler", "change"), ("version", "2026-10"), ("bank", bank), ("branch", branch), ("type", "普通"), ("number", "7654321"), ("holder", "ミホン ハナコ"));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            Assert.Contains(rule.Sentence(System.Globalization.CultureInfo.GetCultureInfo(language.Length == 0 ? "ja" : "en")), html);
            Assert.Contains($"href=\"#{at}\"", html);
            Assert.Contains($"name=\"{at}\" value=\"{typed}\"", html);
            Assert.Contains("value=\"7654321\"", html);
            Assert.DoesNotContain("name=\"carried\"", html);
        }

        Assert.Null(await HeldAsync(member, "bank-account"));
    }

    [Fact]
    public async Task A_postal_code_of_several_places_lets_one_be_picked()
    {
        var member = await host.MemberAsync();
        using var offered = await SendAsync(member, "address", ("postal", "498-0000"), ("act", "places"));
        Assert.Contains("愛知県弥富市", WebUtility.HtmlDecode(await offered.Content.ReadAsStringAsync(Cancel)));
        using var picked = await SendAsync(member, "address", ("postal", "498-0000"), ("act", "place:1"));
        var html = WebUtility.HtmlDecode(await picked.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("<option value=\"三重県\" selected", html);
        Assert.Contains("value=\"桑名郡木曽岬町\"", html);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("date-of-birth")]
    [InlineData("member-number")]
    [InlineData("class")]
    [InlineData("individual-number")]
    [InlineData("nonsense")]
    public async Task What_takes_papers_or_is_nobodys_to_change_has_no_form(string item)
    {
        var member = await host.MemberAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync($"/my/information/{item}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var member = await host.MemberAsync();
        using var answer = await member.Browser.PostAsync("/my/information/kana", new FormUrlEncodedContent([new("_handler", "change"), new("version", "2026-10"), new("family", "ノット"), new("given", "トークン")]), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("ミホン ハナコ", (await HeldAsync(member, "kana"))!.Value.Reveal());
    }

    [Theory]
    [InlineData("ABCDE-FGHJK", "abcde fghjk", true)]
    [InlineData("ABCDE-FGHJK", "ＡＢＣＤＥ－ＦＧＨＪＫ", true)]
    [InlineData("ABCDE-FGHJK", "ABCDE-FGHJ", false)]
    [InlineData("ABCDE-FGHJK", "", false)]
    public void A_code_is_taken_however_it_is_typed(string code, string typed, bool expected) => Assert.Equal(expected, ChangeDesk.IsCode(code, typed));

    private static async Task<HttpResponseMessage> SendAsync(SignedMember member, string item, params (string Name, string Value)[] fields)
    {
        var page = $"/my/information/{item}";
        return await ConsoleHost.SendAsync(member.Browser, page, page, [("_handler", "change"), ("version", "2026-10"), .. fields]);
    }

    private static async Task<HttpResponseMessage> ConfirmAsync(SignedMember member, string item, string page, string? code)
    {
        (string, string)[] fields = [("_handler", "change"), ("carried", Carried().Match(page).Groups["sealed"].Value)];
        return await ConsoleHost.SendAsync(member.Browser, $"/my/information/{item}", $"/my/information/{item}", code is null ? fields : [.. fields, ("code", code)]);
    }

    private async Task<StoredValue?> HeldAsync(SignedMember member, string item)
    {
        var read = await host.Company.Trust.Vault.ReadAsync(member.Id, [ItemId.Parse(item)], Azukari.Portal.Information.OwnData.Context, Cancel);
        return Assert.IsType<Granted<ItemValues>>(read).Values[ItemId.Parse(item)];
    }

    private async Task<string?> ShownAsync(SignedMember member, string item) =>
        await HeldAsync(member, item) is { } value ? host.Company.ShapeOf(ItemId.Parse(item)).ToDisplay(value, System.Globalization.CultureInfo.GetCultureInfo("ja")) : null;

    private async Task<List<LedgerEntry>> EntriesAsync(SignedMember member)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in host.Company.Trust.Vault.HistoryAsync(member.Id, Cancel)) entries.Add(entry);
        return entries;
    }

    [GeneratedRegex("[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"carried\" value=\"(?<sealed>[^\"]+)\"")]
    private static partial Regex Carried();
}
