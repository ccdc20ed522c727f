using System.Net;
using System.Text;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Portal.Information;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;

namespace Azukari.Tests.Portal;

/// <summary>What is held of the member, shown to the member.</summary>
public sealed class InformationTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task Everything_held_is_shown_with_where_from_and_what_for()
    {
        var member = await host.MemberAsync();
        var html = WebUtility.HtmlDecode(await member.PageAsync("/my/information"));

        var person = (await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!;
        Assert.All(person.Items, item => Assert.Contains($"id=\"{item.Item}\"", html));
        Assert.Contains(CanaryWords.FamilyName, html);
        Assert.Contains("リテールカスタマー", html);
        Assert.Contains("プライバシーポリシー2026-10版", html);
        Assert.Contains("1(1)② 商品・書類の配送", html);
        Assert.Contains("これまで、ほかの人が使った記録はありません。", html);
    }

    [Fact]
    public async Task Codes_are_said_in_words()
    {
        var member = await host.MemberAsync();
        await host.Company.Trust.Vault.CorrectAsync(
            member.Id, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("payment-method")] = host.Value("payment-method", "bank-transfer") }, new CorrectionBy.Staff(), PortalHost.Desk, Channel.Web, "request-1", ct: Cancel);

        var html = WebUtility.HtmlDecode(await member.PageAsync("/my/information"));
        Assert.Contains("銀行振込", html);
        Assert.DoesNotContain("bank-transfer", html);
        Assert.Contains("Bank transfer", await member.PageAsync("/en/my/information"));
    }

    [Fact]
    public async Task Sign_in_and_security_stay_among_the_members_own_pages()
    {
        var member = await host.MemberAsync();
        foreach (var path in new[] { "/account", "/account/confirm", "/account/two-step" })
        {
            var html = await member.PageAsync(path);
            Assert.Contains("<a href=\"/my/uses\">", html);
            Assert.Contains("<a href=\"/account\" aria-current=\"page\">", html);
            Assert.DoesNotContain("href=\"/join\"", html[..html.IndexOf("</header>", StringComparison.Ordinal)]);
        }

        Assert.Contains("<a href=\"/en/my/uses\">", await member.PageAsync("/en/account"));
        foreach (var nowhere in new[] { "/my/nothing", "/account/nothing" })
        {
            using var missing = await member.Browser.GetAsync(nowhere, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Contains("<a href=\"/my/uses\">", await missing.Content.ReadAsStringAsync(Cancel));
        }

        using var visitor = host.Browser();
        Assert.DoesNotContain("/my/uses", await visitor.GetStringAsync("/account/sign-in", Cancel));
    }

    [Fact]
    public async Task What_was_used_is_counted_at_the_item_and_no_other()
    {
        var member = await host.MemberAsync();
        await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1", "address");
        await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-2", "address");

        var html = await member.PageAsync("/en/my/information");
        var address = html[html.IndexOf("id=\"address\"", StringComparison.Ordinal)..];
        Assert.Contains("Used 2 times so far", address[..address.IndexOf("</article>", StringComparison.Ordinal)]);
        var kana = html[html.IndexOf("id=\"kana\"", StringComparison.Ordinal)..];
        Assert.Contains("Nobody else has used it so far.", kana[..kana.IndexOf("</article>", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Data_given_under_an_older_version_is_shown_too()
    {
        var member = await host.MemberAsync(under: PolicyVersion.Parse("2021-04"));

        Assert.Contains(CanaryWords.FamilyName, await member.PageAsync("/my/information"));
    }

    [Fact]
    public async Task A_document_is_saved_by_its_owner_and_by_nobody_else()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        var content = Encoding.UTF8.GetBytes("録音の代わり " + CanaryWords.Town);
        var kept = Assert.IsType<DocumentKept>(await host.Company.Trust.Vault.Documents.AddAsync(member.Id, new NewDocument
        {
            Item = ItemId.Parse("consultation"), Type = DocumentType.Text, FileName = "note.txt", Channel = Channel.Phone, PolicyVersion = host.Company.Trust.Policies.InForce.Version,
        }, new MemoryStream(content), PortalHost.Desk, Cancel));

        Assert.Contains("note.txt", await member.PageAsync("/my/information"));
        using var answer = await member.Browser.GetAsync($"/my/documents/{kept.Document.Id}", Cancel);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Browser.GetAsync($"/my/documents/{kept.Document.Id}", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("/my")]
    [InlineData("/my/information")]
    [InlineData("/my/uses")]
    [InlineData("/en/my")]
    [InlineData("/en/my/information")]
    [InlineData("/en/my/uses?show=acts")]
    public async Task A_page_is_for_its_member_alone_is_kept_by_no_cache_and_loads_nothing_from_elsewhere(string path)
    {
        var member = await host.MemberAsync(MemberClass.Agent);
        using var answer = await member.Browser.GetAsync(path, Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.DoesNotContain(member.Id.ToString(), html);
        Assert.DoesNotContain("<style", html);
        Assert.DoesNotContain(" style=", html);
        Assert.InRange(html.Length, 1, 100 * 1024);
        Assert.Equal(HttpStatusCode.Redirect, (await host.Browser().GetAsync(path, Cancel)).StatusCode);
        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains(CanaryWords.FamilyName, StringComparison.Ordinal));
        Assert.Empty(host.Trouble.Lines);
    }

    [Theory]
    [InlineData(MemberClass.Retail, true, "Retail customer", "Active")]
    [InlineData(MemberClass.Vip, true, "VIP customer", "Active")]
    [InlineData(MemberClass.Agent, true, "Agent", "Your group")]
    [InlineData(MemberClass.Retail, false, "Retail customer", "Applied")]
    public async Task Home_greets_each_kind_of_member_with_what_matters_to_them(MemberClass @class, bool active, params string[] expected)
    {
        var member = await host.MemberAsync(@class, active);
        var html = WebUtility.HtmlDecode(await member.PageAsync("/en/my"));

        Assert.All(expected, words => Assert.Contains(words, html));
        Assert.Contains(CanaryWords.FamilyName, html);
        Assert.Equal(@class == MemberClass.Agent, html.Contains("Your group", StringComparison.Ordinal));
        Assert.Contains("Nobody but you has looked yet.", html);
    }

    [Fact]
    public async Task A_former_member_is_told_what_is_left_and_why()
    {
        var member = await host.MemberAsync();
        Assert.IsType<MemberDone>(await host.Book.WithdrawAsync(member.Id, new MemberActing(PortalHost.Desk, "leaving-1"), Cancel));

        var html = WebUtility.HtmlDecode(await member.PageAsync("/en/my"));
        Assert.Contains("Your membership ended on", html);
        Assert.Contains("See what is left", html);
        Assert.Contains("Kept until", await member.PageAsync("/en/my/information"));
    }

    [Fact]
    public void The_register_says_of_the_portal_what_the_right_to_disclosure_covers()
    {
        var right = Assert.IsType<RightRule>(host.Company.Trust.Policies.InForce.Document.FindClause(ClauseId.Parse("rights.disclosure"))!.Rule);

        Assert.Equal(right.Items.Select(item => item.Value).Order(StringComparer.Ordinal), OwnData.Declaration.Items.Select(item => item.Value).Order(StringComparer.Ordinal));
        Assert.Contains(host.Company.Trust.Views.All, view => view.Id == "portal.my-information");
    }
}
