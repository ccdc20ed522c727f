using System.Net.Http.Headers;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Api.Clients;
using Azukari.Company.Settings;
using Azukari.Console.SignIn;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Tests.Api;
using Azukari.Tests.Console;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Doors;

/// <summary>One of each kind of caller.</summary>
internal static class Callers
{
    /// <summary>Customer service before it has chosen for what it works.</summary>
    public const string Idle = "service-idle";

    private static readonly Persona Manager = new(ConsoleHost.Manager, [], Enum.GetValues<Duty>(), null, null);

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>What the matrix writes for several of them.</summary>
    public static readonly IReadOnlyList<(string Word, string[] Names)> Groups =
    [
        ("members", ["retail", "vip", "agent", "agent-pledged", "suspended"]), ("agents", ["agent", "agent-pledged"]), ("clients", ["client", "client-other", "client-carrier", "client-ledger"]),
        ("staff", [.. Console.Personas.Staff.Select(persona => persona.Login[6..]), "operator", Idle]),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>All of them, in the order of the matrix.</summary>
    public static async Task<IReadOnlyList<Caller>> AllAsync(LivingWorld world)
    {
        var callers = new List<Caller>
        {
            new(world, "visitor", world.Host.Browser(), null, Nothing, null),
            await MemberAsync(world, "retail", MemberClass.Retail), await MemberAsync(world, "vip", MemberClass.Vip), await MemberAsync(world, "agent", MemberClass.Agent),
            await MemberAsync(world, "agent-pledged", MemberClass.Agent), await MemberAsync(world, "suspended", MemberClass.Agent), await MemberAsync(world, "former", MemberClass.Retail),
        };
        foreach (Persona persona in Console.Personas.Staff) callers.Add(await StaffAsync(world, persona.Login[6..], persona, chooses: true));
        callers.Add(await StaffAsync(world, "operator", Manager, chooses: false));
        callers.Add(await StaffAsync(world, Idle, Console.Personas.Service, chooses: false));
        callers.Add(await ClientAsync(world, "client", "staff.customer-service", "purpose.member.1 purpose.member.6", [.. ApiScope.All]));
        callers.Add(await ClientAsync(world, "client-other", "staff.marketing", "purpose.member.4", [.. ApiScope.All]));
        callers.Add(await ClientAsync(world, "client-carrier", "entrustee", "purpose.member.2", [.. ApiScope.All], "mihon-carrier"));
        callers.Add(await ClientAsync(world, "client-ledger", "staff.customer-service", "purpose.member.6", [ApiScope.Ledger]));
        return callers;
    }

    /// <summary>
    /// A member who joined on the web, signed in as a browser that gave a second factor, with people below where they are an agent. Whoever has left keeps
    /// a cookie that is worth nothing any more.
    /// </summary>
    public static async Task<Caller> MemberAsync(LivingWorld world, string name, MemberClass @class)
    {
        SubjectId subject = (await world.JoinAsync(@class)).Subject;
        Dictionary<string, string> own = await world.OwnAsync(subject);
        own["own id"] = subject.ToString();
        if (@class == MemberClass.Agent) own["below"] = world.Place((await world.JoinAsync(MemberClass.Vip, subject)).Subject);
        var acting = new MemberActing(new Accessor("test"), "application-1");
        if (name == "agent-pledged") Assert.True((await world.Of<MemberAttestations>().RecordAsync(subject, PolicyVersion.Parse("2026-10"), acting with { Case = "training-2026" }, Cancel)).Done);

        var book = world.Of<AccountBook>();
        Account account = (await book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await book.ActivateAsync(account.Id, Cancel);
        await book.SetAuthenticatorAsync(account.Id, world.Of<OneTimeCodes>().Close(account.Id, new byte[20]), 0, Cancel);
        account = (await book.FindAsync(account.Id, Cancel))!;
        OpenedSession session = await world.Of<MemberSessions>().OpenAsync(account, "other", "matrix", "passkey", proved: true, Cancel);
        if (name == "suspended") Assert.True((await world.Of<MemberBook>().SuspendAsync(subject, acting, Cancel)).Done);
        if (name == "former")
        {
            Assert.True((await world.Of<MemberBook>().WithdrawAsync(subject, acting, Cancel)).Done);
            await world.Of<MemberAccounts>().CloseAsync(subject, acting.By, "request-1", Cancel);
        }

        HttpClient browser = world.Host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{MemberScheme.SecureCookie}={session.Token}");
        return new Caller(world, name, browser, null, own, () => MemberAsync(world, name, @class));
    }

    /// <summary>Somebody of the staff, with a purpose in force and people found for it.</summary>
    public static async Task<Caller> StaffAsync(LivingWorld world, string name, Persona persona, bool chooses)
    {
        HttpClient browser = world.Host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{StaffScheme.SecureCookie}={await world.Of<StaffSessions>().OpenForAsync(persona.Login, "passkey", "other", Cancel)}");
        using HttpResponseMessage opened = await browser.GetAsync("/console/account", Cancel);
        var book = world.Of<AccountBook>();
        if (await book.FindAsync(AccountKind.Staff, persona.Login, Cancel) is { } account) await book.SetAuthenticatorAsync(account.Id, world.Of<OneTimeCodes>().Close(account.Id, new byte[20]), 0, Cancel);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        if (chooses && persona.Purpose is not null && await FoundAsync(browser, persona) is { } found) own["found"] = found;
        return new Caller(world, name, browser, persona.Login, own, () => StaffAsync(world, name, persona, chooses));
    }

    /// <summary>Whom somebody of the staff finds for their purpose, as the page's address names it; null where it reaches nobody.</summary>
    public static async Task<string?> FoundAsync(HttpClient browser, Persona persona)
    {
        await ConsoleHost.ChooseAsync(browser, persona.Purpose!, persona.Case);
        foreach ((string item, string value) in new[] { ("address", "100-0001"), ("kana", "ミホ"), ("name", "見本"), ("email", CanaryWords.Mail(8001)) })
        {
            using HttpResponseMessage found = await ConsoleHost.SendAsync(browser, "/console/people", "/console/people", ("_handler", "find"), ("item", item), ("value", value));
            if (found.Headers.Location?.ToString().Split("/found/") is [_, var handle]) return handle;
        }

        return null;
    }

    /// <summary>A machine client with a token, of some purposes and scopes.</summary>
    public static async Task<Caller> ClientAsync(LivingWorld world, string id, string recipient, string purposes, string[] scopes, string? to = null)
    {
        await using var scope = world.Host.Services.CreateAsyncScope();
        string secret = (await scope.ServiceProvider.GetRequiredService<ClientRegistry>().AddAsync(
            new ApiClient("matrix-" + id, RecipientKind.Parse(recipient), to, purposes.Split(' ').Select(purpose => ClauseId.Parse(purpose)).ToHashSet(), scopes.ToHashSet()), "tester", Cancel))!;
        HttpClient caller = world.Host.Browser();
        Answer token = await ApiWorld.TokenAsync(caller, "matrix-" + id, secret);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Json.GetProperty("access_token").GetString());
        return new Caller(world, id, caller, null, Nothing, null);
    }
}
