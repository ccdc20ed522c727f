using System.Net;
using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Messages;
using Azukari.Messages.OptOut;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Site;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Messages;

/// <summary>The program with a template of advertising.</summary>
public sealed class StopHost : SiteHost
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddMessageTemplates(TestTemplates.All));
    }
}

/// <summary>The way out of advertising, as a person and as a mail service take it.</summary>
public sealed class StopTests(StopHost host) : IClassFixture<StopHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrustVault Vault => host.Services.GetRequiredService<CompanyCore>().Trust.Vault;

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task Opening_the_link_changes_nothing_and_the_button_stops_it(string language)
    {
        var (person, token) = await PersonAsync();
        using var visitor = host.Visitor();

        var page = await visitor.GetStringAsync($"{language}/stop/{token}", Cancel);
        Assert.True(await ConsentsAsync(person));
        var action = Regex.Match(page, "action=\"(?<path>[^\"]+/now)\"").Groups["path"].Value;
        using var pressed = await visitor.PostAsync(action, new FormUrlEncodedContent([]), Cancel);
        var after = await visitor.GetStringAsync(pressed.Headers.Location, Cancel);

        Assert.Equal(HttpStatusCode.Redirect, pressed.StatusCode);
        Assert.False(await ConsentsAsync(person));
        Assert.Contains(language == "" ? "広告のメールを停止しました" : "has been stopped", after, StringComparison.Ordinal);
        Assert.DoesNotContain("/now\"", after, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, page + after, StringComparison.Ordinal);
        var entry = await Vault.HistoryAsync(person, Cancel).FirstAsync(Cancel);
        Assert.Equal(("Withdrawn", "opt-out-link"), (entry.Kind.ToString(), entry.Accessor));
    }

    [Fact]
    public async Task A_mail_service_stops_it_in_one_request_without_cookie_or_redirect()
    {
        var (person, token) = await PersonAsync();
        using var service = host.Visitor();

        using var answer = await service.PostAsync($"/stop/{token}/now", new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Cancel);
        using var again = await service.PostAsync($"/stop/{token}/now", new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, again.StatusCode));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(await ConsentsAsync(person));
    }

    [Fact]
    public async Task A_link_that_is_none_of_ours_finds_nothing()
    {
        var (person, token) = await PersonAsync();
        using var visitor = host.Visitor();
        var forged = token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1];

        using var page = await visitor.GetAsync($"/stop/{forged}", Cancel);
        using var act = await visitor.PostAsync($"/stop/{forged}/now", new FormUrlEncodedContent([]), Cancel);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, act.StatusCode));
        Assert.Contains("/my/consents", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal); // what can be done instead
        Assert.True(await ConsentsAsync(person));
    }

    private async Task<bool> ConsentsAsync(SubjectId person) => (await Vault.DescribeAsync(person, Cancel))!.Consents.Any(consent => consent.WithdrawnAt is null);

    private async Task<(SubjectId Person, string Token)> PersonAsync()
    {
        var by = new Accessor("tester");
        var taken = (Acquired)await Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = SubjectKind.Parse("retail"), Channel = Channel.Web, PolicyVersion = host.Services.GetRequiredService<CompanyCore>().Trust.Policies.InForce.Version,
            Values = new Dictionary<ItemId, StoredValue>
            {
                [ItemId.Parse("name")] = MessageWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
                [ItemId.Parse("address")] = MessageWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
                [ItemId.Parse("email")] = MessageWorld.Value("email", CanaryWords.Mail(7)),
            },
        }, by, Cancel);
        await Vault.ConsentAsync(taken.SubjectId, new ConsentGrant(ClauseId.Parse("purpose.member.4"), null, [ItemId.Parse("email")]), by, Cancel);
        return (taken.SubjectId, host.Services.GetRequiredService<OptOutLinks>().Token(taken.SubjectId, ClauseId.Parse("purpose.member.4")));
    }
}
