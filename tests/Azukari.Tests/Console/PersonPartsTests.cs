using System.Net;
using System.Text;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>What a person's page holds beside values: documents, and how the membership stands. And what outlives a second proof of who looks.</summary>
public sealed class PersonPartsTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_are_listed_by_name_and_opened_where_the_purpose_allows_each_recorded()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes("みほんの相談"));
        var kept = Assert.IsType<DocumentKept>(await host.Company.Trust.Vault.Documents.AddAsync(agent, new NewDocument
        {
            Item = ItemId.Parse("consultation"), Type = DocumentType.Text, FileName = "相談メモ.txt", Channel = Channel.Phone, PolicyVersion = PolicyVersion.Parse("2026-10"), Case = "inquiry-301",
        }, content, new Accessor("test"), Cancel));

        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-301");
        string page = WebUtility.HtmlDecode(await service.GetStringAsync($"/en/console/people/{agent}", Cancel));
        string address = $"/en/console/people/{agent}/documents/{kept.Document.Id}";
        Assert.Contains("相談メモ.txt", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}\"", page, StringComparison.Ordinal);
        LedgerEntry listed = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Reason == "documents", Cancel);
        Assert.Equal((EntryKind.Used, "inquiry-301", ConsoleHost.Service), (listed.Kind, listed.Case, listed.Accessor));
        Assert.Contains("consultation", listed.Items);

        using HttpResponseMessage opened = await service.GetAsync(address, Cancel);
        Assert.Equal("attachment", opened.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("みほんの相談", await opened.Content.ReadAsStringAsync(Cancel));
        LedgerEntry[] uses = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).Where(e => e.Kind == EntryKind.Used && e.Case == "inquiry-301").ToArrayAsync(Cancel);
        Assert.Equal(3, uses.Length);

        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        await ConsoleHost.ChooseAsync(shipping, Personas.Shipping.Purpose!, "order-301");
        Assert.DoesNotContain("相談メモ", WebUtility.HtmlDecode(await shipping.GetStringAsync($"/en/console/people/{agent}", Cancel)), StringComparison.Ordinal);
        using HttpResponseMessage refused = await shipping.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task How_the_membership_stands_is_shown_to_whom_the_class_is_and_to_nobody_else()
    {
        SubjectId retail = await host.SomebodyAsync("retail");
        var book = host.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("test"), "application-302");
        if (await book.FindAsync(retail, Cancel) is null)
        {
            Assert.True((await book.ApplyAsync(retail, MemberClass.Retail, null, Channel.Web, host.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
            Assert.True((await book.ActivateAsync(retail, acting, null, Cancel)).Done);
        }

        Assert.True((await book.SuspendAsync(retail, acting, Cancel)).Done);
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-302");
        string page = await service.GetStringAsync($"/en/console/people/{retail}", Cancel);
        Assert.Contains("suspended", page, StringComparison.Ordinal);
        Assert.Contains("active → suspended", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("0 above, 0 directly below", page, StringComparison.Ordinal);

        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        await ConsoleHost.ChooseAsync(shipping, Personas.Shipping.Purpose!, "order-302");
        Assert.DoesNotContain("suspended", await shipping.GetStringAsync($"/en/console/people/{retail}", Cancel), StringComparison.Ordinal);
        Assert.True((await book.ReinstateAsync(retail, acting, Cancel)).Done);
    }

    [Fact]
    public async Task What_is_kept_as_a_code_is_said_in_words()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "payment-method");
        var book = host.Services.GetRequiredService<MemberBook>();
        var acting = new MemberActing(new Accessor("test"), "application-304");
        if (await book.FindAsync(agent, Cancel) is null)
        {
            Assert.True((await book.ApplyAsync(agent, MemberClass.Agent, null, Channel.Web, host.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
            Assert.True((await book.ActivateAsync(agent, acting, null, Cancel)).Done);
        }

        await book.RaiseRankAsync(agent, MemberRank.Platinum, acting, Cancel);
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-304");
        foreach ((string language, string kind, string rank) in new[] { ("", "エージェント", "プラチナ"), ("/en", "Agent", "Platinum") })
        {
            string page = WebUtility.HtmlDecode(await service.GetStringAsync($"{language}/console/people/{agent}", Cancel));
            Assert.Contains($"<span class=\"con-value\">{kind}</span>", page, StringComparison.Ordinal);
            Assert.Contains($"<span class=\"con-value\">{rank}</span>", page, StringComparison.Ordinal);
            Assert.DoesNotMatch("<span class=\"con-value\">(agent|platinum|card|bank-transfer|cash-on-delivery|convenience-store)</span>", page);
        }
    }

    [Fact]
    public async Task Who_proves_who_they_are_again_keeps_the_purpose_and_what_was_found()
    {
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-303");
        using HttpResponseMessage many = await ConsoleHost.SendAsync(service, "/console/people", "/console/people", ("_handler", "find"), ("item", "name"), ("value", "みほ"));
        string found = new Uri(new Uri("https://x"), many.Headers.Location!).AbsolutePath;
        using HttpResponseMessage any = await service.GetAsync("/console", Cancel);
        string old = any.RequestMessage!.Headers.TryGetValues("Cookie", out var sent) ? sent.Single().Split("; ").Single(c => c.StartsWith(StaffScheme.SecureCookie, StringComparison.Ordinal)).Split('=')[1] : "";
        string fresh = (await host.Sessions.ProveAsync(old, Cancel))!;

        using HttpClient after = host.Browser();
        after.DefaultRequestHeaders.Add("Cookie", $"{StaffScheme.SecureCookie}={fresh}");
        Assert.Contains("inquiry-303", await after.GetStringAsync("/console", Cancel), StringComparison.Ordinal);
        Assert.Contains("data-row>", await after.GetStringAsync(found, Cancel), StringComparison.Ordinal);
        using HttpResponseMessage over = await service.GetAsync(found, Cancel);
        Assert.NotEqual(HttpStatusCode.OK, over.StatusCode);
    }
}
