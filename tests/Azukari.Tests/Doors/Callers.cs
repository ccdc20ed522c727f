using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Api.Clients;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Tests.Api;
using Azukari.Tests.Console;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Doors;

/// <summary>Somebody who comes to the program, signed in as they are.</summary>
/// <param name="Name">As the matrix calls them.</param>
/// <param name="Client">Their browser, or the machine's caller.</param>
/// <param name="Login">Of staff: as the ledger knows them.</param>
/// <param name="Person">The id of a person whose page staff try.</param>
internal sealed record Caller(string Name, HttpClient Client, string? Login, string Person)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>How they fare at a door: <c>yes</c>, <c>form</c> (let in, and asked for the form's token), <c>sign-in</c>, or why not.</summary>
    public async Task<string> TryAsync(Door door, ConsoleHost host)
    {
        using var request = new HttpRequestMessage(new HttpMethod(door.Method), door.Address(Person));
        if (door.Method is not ("GET" or "DELETE"))
            request.Content = door.IsApi && door.Pattern != "/connect/token" ? new StringContent("{}", Encoding.UTF8, "application/json") : door.TakesFile ? new MultipartFormDataContent { { new StringContent(""), "nothing" } } : new FormUrlEncodedContent([]);
        using HttpResponseMessage answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        string where = answer.Headers.Location?.ToString() ?? "";
        Assert.True((int)answer.StatusCode < 500, $"{Name} at {door.Name}: {answer.StatusCode}");
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "sign-in",
            HttpStatusCode.Forbidden => await WhyAsync(door, answer, host),
            HttpStatusCode.NotFound => "nothing there",
            HttpStatusCode.BadRequest when door.Method == "POST" && !door.IsApi => "form",
            HttpStatusCode.BadRequest when !door.IsApi => "not so",
            >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest when where.Contains("/sign-in", StringComparison.Ordinal) => "sign-in",
            >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest when where.Contains("/account/confirm", StringComparison.Ordinal) => "prove",
            >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => "led on",
            HttpStatusCode.TooManyRequests => "too many",
            _ => "yes",
        };
    }

    private async Task<string> WhyAsync(Door door, HttpResponseMessage answer, ConsoleHost host)
    {
        if (door.IsApi) return (await Answer.OfAsync(answer))["type"]!.Split('/')[^1];
        if (Login is null) return "no";
        LedgerRecord refused = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, Accessor = Login, NewestFirst = true, Limit = 1 }, Cancel).SingleAsync(Cancel);
        return refused.Entry.Reason!;
    }
}

/// <summary>One of each kind of caller.</summary>
internal static class Callers
{
    /// <summary>What the matrix writes for several of them.</summary>
    public static readonly IReadOnlyList<(string Word, string[] Names)> Groups =
    [
        ("members", ["retail", "vip", "agent"]), ("clients", ["client", "client-ledger"]), ("staff", [.. Console.Personas.Staff.Select(persona => persona.Login[6..])]),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IReadOnlyList<Caller>> AllAsync(ConsoleHost host)
    {
        string person = (await host.SomebodyAsync("agent")).ToString();
        var callers = new List<Caller> { new("visitor", host.Browser(), null, person) };
        foreach ((string name, string kind, MemberClass @class) in new[] { ("retail", "retail", MemberClass.Retail), ("vip", "vip", MemberClass.Vip), ("agent", "agent", MemberClass.Agent) })
            callers.Add(new Caller(name, await MemberAsync(host, await host.SomebodyAsync(kind), @class, leaves: false), null, person));
        callers.Add(new Caller("former", await MemberAsync(host, await AnotherAsync(host, "retail"), MemberClass.Retail, leaves: true), null, person));
        foreach (Persona persona in Console.Personas.Staff)
        {
            HttpClient browser = await host.SignedInAsync(persona.Login);
            if (persona.Purpose is { } purpose) await ConsoleHost.ChooseAsync(browser, purpose, persona.Case);
            callers.Add(new Caller(persona.Login[6..], browser, persona.Login, person));
        }

        callers.Add(new Caller("client", await ClientAsync(host, "matrix-all", [.. ApiScope.All]), null, person));
        callers.Add(new Caller("client-ledger", await ClientAsync(host, "matrix-ledger", [ApiScope.Ledger]), null, person));
        return callers;
    }

    // Signed in as a browser that gave a second factor; whoever leaves keeps a cookie that is worth nothing any more.
    private static async Task<HttpClient> MemberAsync(ConsoleHost host, SubjectId subject, MemberClass @class, bool leaves)
    {
        var acting = new MemberActing(new Accessor("test"), "application-1");
        var members = host.Services.GetRequiredService<MemberBook>();
        if (await members.FindAsync(subject, Cancel) is null)
        {
            Assert.True((await members.ApplyAsync(subject, @class, null, Channel.Web, host.Company.Trust.Policies.InForce.Version, acting, Cancel)).Done);
            Assert.True((await members.ActivateAsync(subject, acting, null, Cancel)).Done);
        }

        var accounts = host.Services.GetRequiredService<MemberAccounts>();
        var book = host.Services.GetRequiredService<AccountBook>();
        if (await accounts.FindAsync(subject, Cancel) is null) await accounts.CreateAsync(subject, acting.By, "application-1", Cancel);
        Account account = (await book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await book.ActivateAsync(account.Id, Cancel);
        account = (await book.FindAsync(account.Id, Cancel))!;
        OpenedSession session = await host.Services.GetRequiredService<MemberSessions>().OpenAsync(account, "other", "matrix", "passkey", proved: true, Cancel);
        if (leaves)
        {
            Assert.True((await members.WithdrawAsync(subject, acting, Cancel)).Done);
            await accounts.CloseAsync(subject, acting.By, "request-1", Cancel);
        }

        HttpClient browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{MemberScheme.SecureCookie}={session.Token}");
        return browser;
    }

    // Somebody else of a kind than the first.
    private static async Task<SubjectId> AnotherAsync(ConsoleHost host, string kind) => await host.Company.Trust.Vault.SubjectsAsync(SubjectKind.Parse(kind), Cancel).LastAsync(Cancel);

    private static async Task<HttpClient> ClientAsync(ConsoleHost host, string id, string[] scopes)
    {
        await using var scope = host.Services.CreateAsyncScope();
        string secret = (await scope.ServiceProvider.GetRequiredService<ClientRegistry>().AddAsync(
            new ApiClient(id, RecipientKind.Parse("staff.shipping"), null, new HashSet<ClauseId> { ClauseId.Parse("purpose.member.2") }, scopes.ToHashSet()), "tester", Cancel))!;
        HttpClient caller = host.Browser();
        Answer token = await ApiWorld.TokenAsync(caller, id, secret);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Json.GetProperty("access_token").GetString());
        return caller;
    }
}
