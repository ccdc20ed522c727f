using System.Net;
using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Testing.Canaries;
using Azukari.Tests.Site;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Azukari.Tests.Join;

/// <summary>Somebody who fills in the form, without script.</summary>
internal sealed partial class JoinVisitor(SiteHost host, string path)
{
    private readonly HttpClient _browser = host.Visitor();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is typed; a test changes it.</summary>
    public Dictionary<string, string> Typed { get; } = new(StringComparer.Ordinal)
    {
        ["family"] = CanaryWords.FamilyName, ["given"] = CanaryWords.GivenName, ["family-kana"] = "かなりややしき", ["given-kana"] = "ｻｴｽﾞﾘﾅﾙﾐｺ",
        ["postal"] = "１５０ー０００１", ["prefecture"] = "東京都", ["city"] = "渋谷区", ["town"] = CanaryWords.Town, ["line"] = "１－２－３", ["building"] = CanaryWords.Building,
    };

    public HttpStatusCode Status { get; private set; }

    public string Html { get; private set; } = "";

    public string? Location { get; private set; }

    public string Carried => CarriedIn(Html);

    public static string CarriedIn(string html) => Hidden().Match(html).Groups["value"].Value;

    public static string Mail(int number) => CanaryWords.Mail(number);

    public Task<JoinVisitor> CheckAsync() => PressAsync("check", []);

    /// <summary>Presses a button of the form.</summary>
    public Task<JoinVisitor> PressAsync(string button, params (string Name, string Value)[] more) => SendAsync(button, [.. Typed.Select(field => (field.Key, field.Value)), .. more]);

    /// <summary>Agrees to what is named, and sends.</summary>
    public Task<JoinVisitor> AgreeAsync(params string[] agreed) => SendAsync("send", [("carried", Carried), .. agreed.Select(name => (name, "yes"))]);

    public async Task<JoinVisitor> SendAsync(string button, params (string Name, string Value)[] fields)
    {
        var body = new FormUrlEncodedContent([new("_handler", "page"), new("do", button), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        using var answer = await _browser.PostAsync(path, body, Cancel);
        return await TakeAsync(answer);
    }

    public async Task<JoinVisitor> OpenAsync()
    {
        using var answer = await _browser.GetAsync(path, Cancel);
        return await TakeAsync(answer);
    }

    /// <summary>Fills in, checks and sends; ends at the page that says it was taken.</summary>
    public async Task<JoinVisitor> ApplyAsync()
    {
        Assert.Contains("name=\"do\" value=\"send\"", (await CheckAsync()).Html, StringComparison.Ordinal);
        await AgreeAsync("agree", "outline", "electronic");
        Assert.Equal(HttpStatusCode.SeeOther, Status);
        return this;
    }

    /// <summary>The path of the first link of that kind in the mail that reached an address.</summary>
    public static async Task<string> LinkAsync(SiteHost host, string to, string kind)
    {
        var folder = Path.Combine(host.Services.GetRequiredService<CompanyCore>().Options.Folder, "outbox");
        for (var tries = 0; tries < 200; tries++, await Task.Delay(100, Cancel))
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            {
                var message = await MimeMessage.LoadAsync(file, Cancel);
                if (message.To.ToString().Contains(to, StringComparison.Ordinal) && Regex.Match(message.TextBody ?? "", $@"https?://[^/\s]+(?<path>{kind}[^\s]+)") is { Success: true } found) return found.Groups["path"].Value;
            }
        }

        throw new InvalidOperationException($"no message with {kind} was sent");
    }

    private async Task<JoinVisitor> TakeAsync(HttpResponseMessage answer)
    {
        (Status, Html, Location) = (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)), answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null);
        return this;
    }

    [GeneratedRegex("name=\"carried\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Hidden();
}
