using System.Net;
using System.Text.RegularExpressions;
using Azukari.Site.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Site;

public sealed partial class PageTests(SiteHost host) : IClassFixture<SiteHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_answers_in_the_language_of_its_path_and_names_both(string path)
    {
        string html = await Html(path);

        string language = path.StartsWith("/en", StringComparison.Ordinal) ? "en" : "ja";
        Assert.Contains($"<html lang=\"{language}\">", html);
        string bare = path == "/en" ? "/" : language == "en" ? path[3..] : path;
        Assert.Contains($"<link rel=\"alternate\" hreflang=\"ja\" href=\"{bare}\"", html);
        Assert.Contains($"<link rel=\"alternate\" hreflang=\"en\" href=\"{Pages.English(bare)}\"", html);
        Assert.Contains($"class=\"az-language\" href=\"{(language == "en" ? bare : Pages.English(bare))}\"", html);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_makes_nothing_of_the_host_a_visitor_names(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "zz-forged.example.com" } };
        request.Headers.Add("X-Forwarded-Host", "zz-forged.example.com");
        using HttpResponseMessage answer = await host.Visitor().SendAsync(request, Cancel);

        Assert.DoesNotContain("zz-forged", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.DoesNotContain("zz-forged", answer.Headers.ToString());
    }

    [Theory]
    [InlineData("/policy", "POST", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/en/policy", "DELETE", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/policy.json", "PUT", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/nowhere", "POST", HttpStatusCode.NotFound)]
    [InlineData("/policy/nowhere", "POST", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_no_readers_request_is_answered_without_reading_it(string path, string method, HttpStatusCode expected)
    {
        foreach (string? type in (string?[])[null, "application/x-www-form-urlencoded", "text/planted-in-the-log"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("_handler=x&a=b") };
            request.Content.Headers.ContentType = type is null ? null : new System.Net.Http.Headers.MediaTypeHeaderValue(type);
            using HttpResponseMessage answer = await host.Visitor().SendAsync(request, Cancel);
            Assert.Equal(expected, answer.StatusCode);
        }

        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains("planted", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains("Content-Type", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_weighs_less_than_100_kilobytes_even_before_compression(string path)
    {
        byte[] page = await host.Visitor().GetByteArrayAsync(path, Cancel);

        Assert.InRange(page.Length, 1, 100 * 1024);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_has_no_script_no_inline_style_and_nothing_from_elsewhere(string path)
    {
        string html = await Html(path);

        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<style", html);
        Assert.DoesNotMatch(StyleOrHandler(), html);
        Assert.NotEmpty(Loaded().Matches(html));
        Assert.All(Loaded().Matches(html), m => Assert.StartsWith("/", m.Groups["address"].Value));
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task Every_link_within_the_site_leads_somewhere(string path)
    {
        string html = await Html(path);

        foreach (string address in Links().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["address"].Value)).Distinct())
        {
            string target = address.Split('#')[0];
            using HttpResponseMessage first = await host.Visitor().GetAsync(target.Length == 0 ? path : target, Cancel);
            // What is for members asks a visitor to sign in, on a page that is there.
            bool asksToSignIn = first.StatusCode == HttpStatusCode.Redirect && first.Headers.Location!.ToString().Contains("/account/sign-in?", StringComparison.Ordinal);
            using HttpResponseMessage? signIn = asksToSignIn ? await host.Visitor().GetAsync(first.Headers.Location, Cancel) : null;
            HttpResponseMessage answer = signIn ?? first;
            Assert.True(answer.IsSuccessStatusCode, $"{path} links to {address}: {(int)answer.StatusCode}");
            if (!address.Contains('#')) continue;
            string there = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(there.Contains($"id=\"{address.Split('#')[1]}\"", StringComparison.Ordinal), $"{path} links to {address}, which has no such place");
        }
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_link_that_leaves_the_site_is_marked_by_a_sign_and_in_words(string path)
    {
        string[] leaving = [.. Leaving().Matches(await Html(path)).Select(m => m.Value)];

        Assert.All(leaving, link =>
        {
            Assert.Contains("class=\"az-external\"", link);
            Assert.Contains("rel=\"external noopener noreferrer\"", link);
            Assert.Contains("<svg", link);
            Assert.Contains(path.StartsWith("/en", StringComparison.Ordinal) ? "(external site)" : "（外部サイト）", link);
        });
        if (path.EndsWith("/cookies", StringComparison.Ordinal)) Assert.NotEmpty(leaving);
    }

    [Theory]
    [InlineData("/policy", "/policy/2026-10/print.css", "シークレットダイレクトジャパン合同会社", "2026-10版")]
    [InlineData("/en/policy/2021-04", "/en/policy/2021-04/print.css", "Seacret Direct Japan GK", "version 2021-04")]
    public async Task Each_sheet_of_a_printed_policy_says_whose_it_is_and_which_version(string path, string foot, string company, string version)
    {
        Assert.Contains($"<link rel=\"stylesheet\" media=\"print\" href=\"{foot}\"", await Html(path));
        string sheet = await Html(foot);

        Assert.Contains("@bottom-left", sheet);
        Assert.Contains(company, sheet);
        Assert.Contains(version, sheet);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Visitor().GetAsync("/policy/1999-01/print.css", Cancel)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task A_page_sets_only_cookies_the_register_declares(string path)
    {
        CookieRegister register = host.Services.GetRequiredService<CookieRegister>();
        using HttpResponseMessage answer = await host.Visitor().GetAsync(path, Cancel);

        string[] set = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies.Select(c => c.Split('=')[0])] : [];
        Assert.All(set, name => Assert.True(register.Declares(name), $"{path} sets the cookie {name}, which the register does not declare"));
        // What the register declares belongs to who signs in; a visitor of the public pages gets none of it.
        Assert.Equal(["__Host-azukari-browser", "__Host-azukari-member", "__Host-azukari-staff", "__Host-azukari-step", "azukari-browser", "azukari-form", "azukari-member", "azukari-staff", "azukari-step"], register.Cookies.Select(c => c.Name));
        Assert.Empty(set);
    }

    [Theory]
    [InlineData("/nowhere", "ページが見つかりません")]
    [InlineData("/en/nowhere", "Page not found")]
    [InlineData("/policy/1999-01", "ページが見つかりません")]
    [InlineData("/en/policy/diff/2021-04/1999-01", "Page not found")]
    [InlineData("/policy/diff/2021-04/2021-04", "ページが見つかりません")]
    [InlineData("/_design", "ページが見つかりません")]
    [InlineData("/error/404", "ページが見つかりません")]
    public async Task What_is_not_there_is_told_in_the_language_of_the_path(string path, string words)
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Whether_somebody_answers_now_is_told()
    {
        host.Clock.Now = SiteHost.Tuesday;
        Assert.Contains("受付中", await Html("/contact"));

        host.Clock.Now = SiteHost.Tuesday.AddDays(-1);
        string html = await Html("/contact");
        Assert.Contains("受付時間外", html);
        Assert.Contains("勤労感謝の日", html);
        Assert.Contains("11月24日(火) 10:00", html);
        host.Clock.Now = SiteHost.Tuesday;
    }

    [Fact]
    public async Task A_visitor_who_sends_the_privacy_signal_is_told_that_it_arrived()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/cookies") { Headers = { { "Sec-GPC", "1" } } };
        using HttpResponseMessage answer = await host.Visitor().SendAsync(request, Cancel);

        Assert.Contains("Your browser sends the signal", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.DoesNotContain("Your browser sends the signal", await Html("/en/cookies"));
    }

    [Fact]
    public async Task Serving_every_page_logs_no_warning()
    {
        foreach (string path in Pages.Paths) await Html(path);

        Assert.Empty(host.Trouble.Lines);
    }

    private async Task<string> Html(string path)
    {
        using HttpResponseMessage answer = await host.Visitor().GetAsync(path, Cancel);
        string html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode}\n{html}");
        return html;
    }

    [GeneratedRegex("<a\\b[^>]*?\\bhref=\"(?:https?:)?//[^\"]*\".*?</a>", RegexOptions.Singleline)]
    private static partial Regex Leaving();

    [GeneratedRegex("<[^>]+\\s(style|on[a-z]+)=")]
    private static partial Regex StyleOrHandler();

    [GeneratedRegex("(?:<link rel=\"(?:stylesheet|icon)\"[^>]*? href|<img src)=\"(?<address>[^\"]*)\"")]
    private static partial Regex Loaded();

    [GeneratedRegex("<a\\b[^>]*?\\bhref=\"(?<address>[/#][^\"]*)\"")]
    private static partial Regex Links();
}
