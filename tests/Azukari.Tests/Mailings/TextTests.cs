using Azukari.Mailings.Book;
using Azukari.Members.Contracts;
using Azukari.Policy.Document;
using Azukari.Tests.Policy;

namespace Azukari.Tests.Mailings;

/// <summary>What may stand in a mailing.</summary>
public sealed class TextTests
{
    private static readonly Uri Site = new("https://example.jp");

    private static Azukari.Policy.Document.Company Who => ShippedPolicies.Second.Company;

    [Theory]
    [InlineData("11月24日(火)10:00-16:00に開きます。会費は12,000円です。")]
    [InlineData("お申込みは https://example.jp/join から。")]
    [InlineData("お問い合わせは 0800-888-0311、jp-cs@seacretdirect.com まで。")]
    [InlineData("お問い合わせは ０８００－８８８－０３１１ まで。")]
    [InlineData("期間: 2026-11-24 〜 2026-12-24、商品番号 4901234567894")]
    [InlineData("100% 天然 & やさしい。XXは使いません。")]
    public void Plain_lines_and_the_companys_own_contact_may(string text) => Assert.Empty(Faults(text));

    [Theory]
    [InlineData("mihon.hanako@example.jp までご連絡ください。", "mail")]
    [InlineData("ｍｉｈｏｎ＠ｅｘａｍｐｌｅ．ｊｐ へ", "mail")]
    [InlineData("担当の携帯は 090-0000-1234 です。", "phone")]
    [InlineData("担当の携帯は ０９０（００００）１２３４ です。", "phone")]
    [InlineData("電話 09000001234", "phone")]
    [InlineData("電話 03ー0000ー1234", "phone")]
    [InlineData("電話 +81 90 0000 1234", "phone")]
    [InlineData("{name} 様", "place")]
    [InlineData("｛氏名｝様", "place")]
    [InlineData("[[name]] 様", "place")]
    [InlineData("%NAME% 様", "place")]
    [InlineData("○○ 様", "place")]
    [InlineData("会場は XXXX です。", "place")]
    [InlineData("<b>お得</b>", "markup")]
    [InlineData("&nbsp;", "markup")]
    [InlineData("https://example.com/ をご覧ください。", "link")]
    [InlineData("https://example.jp.example.com/", "link")]
    [InlineData("https://example.jp:8443/", "link")]
    [InlineData("www.example.com", "link")]
    [InlineData("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ", "link")]
    public void What_makes_it_a_message_of_data_or_leads_elsewhere_may_not(string text, string code) => Assert.Equal([new MailingFault("text-ja", code)], Faults(text));

    [Fact]
    public void Limits_are_said_at_their_fields_and_a_draft_may_be_unfinished()
    {
        var draft = new MailingDraft(MailingKind.Seminars, new MailingText(new LocalText(new string('あ', 61), ""), new LocalText("", new string('a', 3_001))), new MailingAudience([], null), null);
        Assert.Equal([new("subject-ja", "long-subject"), new("text-en", "long-text")], MailingCheck.Wrong(draft, Who, Site));

        var empty = draft with { Words = new MailingText(new LocalText("", ""), new LocalText("", "")) };
        Assert.Empty(MailingCheck.Wrong(empty, Who, Site));
        Assert.Equal(["subject-ja", "text-ja", "subject-en", "text-en", "audience"], MailingCheck.Missing(empty, Who, DateTimeOffset.UnixEpoch).Select(fault => fault.Field));
    }

    [Fact]
    public void A_moment_is_ahead_and_not_too_far_and_a_company_says_who_and_where_it_is()
    {
        var now = new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal([new("send-at", "past")], MailingCheck.Missing(MailingWorld.Draft(at: now), Who, now));
        Assert.Equal([new("send-at", "far")], MailingCheck.Missing(MailingWorld.Draft(at: now.AddDays(91)), Who, now));
        Assert.Empty(MailingCheck.Missing(MailingWorld.Draft(at: now.AddDays(90)), Who, now));
        Assert.Equal([new("sender", "no-sender")], MailingCheck.Missing(MailingWorld.Draft(), Who with { Address = null }, now));
        Assert.Equal([new("sender", "no-sender")], MailingCheck.Missing(MailingWorld.Draft(), Who with { Contact = null }, now));
    }

    [Fact]
    public void Lines_are_tidied_and_all_that_was_approved_is_in_its_digest()
    {
        Assert.Equal("一行目\n\n二行目", MailingCheck.Tidy("　一行目  \r\n\r\n二行目\t\n\n"));
        MailingDraft[] all =
        [
            MailingWorld.Draft(), MailingWorld.Draft(MailingKind.Events), MailingWorld.Draft(subject: "別"), MailingWorld.Draft(audience: new MailingAudience([MemberClass.Agent], null)),
            MailingWorld.Draft(audience: new MailingAudience([MemberClass.Agent], MemberRank.Gold)),
        ];
        Assert.Equal(all.Length, all.Select(MailingWords.Digest).Distinct().Count());
        Assert.All(Enumerable.Range(0, 200), _ => Assert.True(MailingWords.IsCode(MailingWords.NewCode())));
    }

    private static IReadOnlyList<MailingFault> Faults(string text)
    {
        var draft = MailingWorld.Draft();
        return MailingCheck.Wrong(draft with { Words = draft.Words with { Text = new LocalText(text, "Text") } }, Who, Site);
    }
}
