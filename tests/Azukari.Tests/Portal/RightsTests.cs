using System.Net;
using System.Text.RegularExpressions;
using Azukari.Requests.Contracts;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>A member asks by right, follows the request to its answer, and sees each step.</summary>
public sealed class RightsTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    private RequestBook Book => host.Services.GetRequiredService<RequestBook>();

    [Fact]
    public async Task A_request_is_made_followed_and_answered()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        var start = await member.PageAsync("/en/my/rights");
        Assert.Contains("There is no fee. We answer within 14 days", start);
        Assert.DoesNotContain("What you asked for", start);

        using var empty = await SendAsync(member, "correction", ("text", " "));
        Assert.Equal("/en/my/rights/ask/correction?problem=text", empty.Headers.Location!.ToString());
        Assert.Contains("Please write which item", await member.PageAsync("/en/my/rights/ask/correction?problem=text"));
        using var sent = await SendAsync(member, "correction", ("text", "名前の漢字: " + CanaryWords.FamilyName), ("form", "paper"));
        var code = Regex.Match(sent.Headers.Location!.ToString(), "#(R-[0-9A-Z]{8})$").Groups[1].Value;
        var page = await member.PageAsync("/en/my/rights?done=sent");
        Assert.Contains("We have your request.", page);
        Assert.Contains(code, page);
        Assert.Contains("We answer by", page);
        Assert.DoesNotContain(code, await other.PageAsync("/en/my/rights"));

        var home = WebUtility.HtmlDecode(await member.PageAsync("/en/my"));
        Assert.Contains("Your request is with us", home);
        Assert.Contains("Correction. We answer by", home);
        Assert.DoesNotContain("Your request is with us", await other.PageAsync("/en/my"));

        Assert.Equal(Answering.Given, await Book.AnswerAsync(code, new RequestAnswer(RequestState.Refused, "is-true"), new Accessor("s-kodama"), Cancel));
        home = await member.PageAsync("/en/my");
        Assert.Contains("We answered your request", home);
        Assert.DoesNotContain("Your request is with us", home);
        var answered = await member.PageAsync("/en/my/rights");
        Assert.Contains("Refused", answered);
        Assert.Contains("what we hold is true", answered);
        Assert.DoesNotContain("s-kodama", answered);
        Assert.Contains("answered a request by right", await member.PageAsync("/en/my/uses?show=acts"));
    }

    [Fact]
    public async Task Of_what_may_end_the_membership_the_member_is_warned_first()
    {
        var member = await host.MemberAsync();
        using var unwarned = await SendAsync(member, "deletion", ("text", ""));
        Assert.Equal("/en/my/rights/ask/deletion?problem=warned", unwarned.Headers.Location!.ToString());
        Assert.Empty(await Book.OfAsync(member.Id, 10, Cancel));

        using var sent = await SendAsync(member, "deletion", ("text", ""), ("warned", "yes"));
        Assert.StartsWith("/en/my/rights?done=sent#R-", sent.Headers.Location!.ToString());
        var code = Assert.Single(await Book.OfAsync(member.Id, 10, Cancel)).Code;
        using var back = await PostAsync(member, "/en/my/rights", "/en/my/rights/withdraw", ("code", code));
        Assert.Equal("/en/my/rights?done=withdrawn", back.Headers.Location!.ToString());
        Assert.Equal(RequestState.Withdrawn, (await Book.FindAsync(code, Cancel))!.State);
        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync("/my/rights/ask/nothing", Cancel)).StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(SignedMember member, string kind, params (string Name, string Value)[] fields) =>
        PostAsync(member, $"/en/my/rights/ask/{kind}", "/en/my/rights/send", fields);

    private static async Task<HttpResponseMessage> PostAsync(SignedMember member, string page, string to, params (string Name, string Value)[] fields)
    {
        var html = await member.PageAsync(page);
        IEnumerable<KeyValuePair<string, string>> hidden = Regex.Matches(html, "<input type=\"hidden\" name=\"(kind|attempt|__RequestVerificationToken)\"[^>]* value=\"([^\"]+)\"")
            .GroupBy(match => match.Groups[1].Value).Select(group => KeyValuePair.Create(group.Key, group.First().Groups[2].Value));
        return await member.Browser.PostAsync(to, new FormUrlEncodedContent([.. hidden, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]), Cancel);
    }
}
