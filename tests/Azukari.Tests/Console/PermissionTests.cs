using System.Net;
using System.Reflection;
using Azukari.Console;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Ui.Language;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Who gets which page of the console: nobody without a session, nobody without the duty it declares; and each declares one.</summary>
public sealed class PermissionTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What anybody may open: to sign in, and to be told what went wrong.</summary>
    private static readonly string[] Open = ["ConsoleErrorPage", "SignInPage", "StaffCodePage", "StaffInvitationPage"];

    [Fact]
    public void Every_page_of_the_console_declares_whom_it_is_for()
    {
        Type[] pages =
        [
            .. host.Services.GetServices<ConsoleArea>().Select(area => area.Pages).Prepend(typeof(ConsoleModule).Assembly).Distinct().SelectMany(assembly => assembly.GetTypes())
                .Where(t => t.GetCustomAttributes<RouteAttribute>().Any(route => PageLanguage.Strip(route.Template).StartsWith("/console", StringComparison.Ordinal))),
        ];

        Assert.True(pages.Length >= 8, $"{pages.Length} pages");
        Assert.All(pages, page => Assert.True(
            page.GetCustomAttribute<NeedsDutyAttribute>() is not null ^ (Open.Contains(page.Name) && page.GetCustomAttribute<AllowAnonymousAttribute>() is not null), page.Name));
    }

    [Fact]
    public void Every_other_route_of_the_console_does_too() => Assert.All(
        Routes(), route => Assert.True(
            route.Metadata.GetMetadata<NeedsDutyAttribute>() is not null || route.Metadata.GetMetadata<IAllowAnonymous>() is not null, route.DisplayName));

    [Theory]
    [InlineData(ConsoleHost.Manager)]
    [InlineData(ConsoleHost.Auditor)]
    [InlineData(ConsoleHost.Service)]
    [InlineData("mihon-shipping")]
    public async Task Each_operator_gets_the_pages_of_their_duties_and_no_other(string login)
    {
        StaffMember person = (await host.Services.GetRequiredService<StaffNow>().FindAsync(login, Cancel))!;
        using HttpClient browser = await host.SignedInAsync(login);
        int asked = 0;
        foreach ((string path, NeedsDutyAttribute needs) in Pages())
        {
            using HttpResponseMessage answer = await browser.GetAsync(path, Cancel);
            bool may = needs.IsMetBy(person) && (!path.EndsWith("/console/people", StringComparison.Ordinal) || login != ConsoleHost.Auditor); // who is offered no purpose
            Assert.True(answer.StatusCode == (may ? HttpStatusCode.OK : HttpStatusCode.Forbidden), $"{login} {path}: {answer.StatusCode}");
            asked++;
        }

        Assert.True(asked >= 12, $"{asked} pages");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_page_and_back()
    {
        using HttpClient nobody = host.Browser();
        foreach ((string path, NeedsDutyAttribute _) in Pages())
        {
            using HttpResponseMessage answer = await nobody.GetAsync(path + "?version=2026-10", Cancel);
            string start = path.StartsWith("/en/", StringComparison.Ordinal) ? "/en" : "";
            Assert.Equal($"{start}/console/sign-in?return={Uri.EscapeDataString(path + "?version=2026-10")}", answer.Headers.Location?.ToString());
        }
    }

    [Fact]
    public async Task The_page_that_refuses_names_the_missing_duty_and_the_ledger_has_the_attempt()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Service);
        using HttpResponseMessage answer = await browser.GetAsync("/en/console/policy/publish", Cancel);
        string page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("publishing the policy (policy)", page, StringComparison.Ordinal);
        LedgerRecord refused = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, Accessor = ConsoleHost.Service }, Cancel).LastAsync(Cancel);
        Assert.Equal("duty-not-held", refused.Entry.Reason);
        Assert.Contains(refused.Entry.Id.ToString(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing_and_is_offered_again()
    {
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        using HttpResponseMessage answer = await browser.PostAsync("/en/console/policy/publish/" + new string('0', 64), new FormUrlEncodedContent([new("version", "2099-01")]), Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("name=\"version\" value=\"2099-01\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_before_a_session_ended_is_kept_on_the_page()
    {
        using HttpClient nobody = host.Browser();
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(
            nobody, "/en/console/sign-in?code=" + await host.Sessions.NewLinkAsync(ConsoleHost.Manager, Cancel), "/en/console/policy/publish/" + new string('0', 64), ("version", "2099-02"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("name=\"version\" value=\"2099-02\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private IEnumerable<RouteEndpoint> Routes() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true } && ("/" + r.RoutePattern.RawText!.TrimStart('/')) is var path && (path.StartsWith("/console", StringComparison.Ordinal) || path.StartsWith("/en/console", StringComparison.Ordinal)));

    // Pages that stand without an id of something.
    private IEnumerable<(string Path, NeedsDutyAttribute Needs)> Pages() => Routes()
        .Where(r => r.RoutePattern.Parameters.Count == 0 && r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(r => ("/" + r.RoutePattern.RawText!.TrimStart('/'), r.Metadata.GetMetadata<NeedsDutyAttribute>()))
        .Where(r => r.Item2 is not null).Select(r => (r.Item1, r.Item2!));
}
