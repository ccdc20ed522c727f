using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Company.Settings;
using Azukari.Policy;
using Azukari.Tests.Console;
using Azukari.Tests.Site;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azukari.Tests.Accounts;

/// <summary>A member with an account, as a test signs in.</summary>
public sealed record TestMember(Guid Account, SubjectId Subject, string Email, string Number);

/// <summary>The program with accounts, without waiting and with a limit no test reaches; what is sent to members is kept.</summary>
public sealed partial class AccountsHost : IAsyncLifetime
{
    public const string Password = AccountsWorld.Password;

    private int _people;

    public ConsoleHost Console { get; } = new ConsoleHost().With(static services =>
    {
        services.Configure<AccountsOptions>(o => (o.AnswerAfterMilliseconds, o.AttemptsPerMinute) = (0, 10_000));
        services.AddSingleton(new PasswordCost(1_000));
        services.Replace(ServiceDescriptor.Singleton<IAccountMessages, SentMessages>());
    });

    public SetClock Clock => Console.Clock;

    internal SentMessages Messages => (SentMessages)Console.Services.GetRequiredService<IAccountMessages>();

    internal AccountBook Book => Console.Services.GetRequiredService<AccountBook>();

    internal OneTimeCodes Codes => Console.Services.GetRequiredService<OneTimeCodes>();

    internal StaffAccounts Staff => Console.Services.GetRequiredService<StaffAccounts>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Console.InitializeAsync();

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    public T Get<T>() where T : notnull => Console.Services.GetRequiredService<T>();

    /// <summary>A browser that follows no redirects and keeps its cookies.</summary>
    public HttpClient Browser() => Console.Browser();

    /// <summary>A member who has been invited and set a password by the link's page.</summary>
    public async Task<TestMember> MemberAsync(Channel channel = Channel.Web)
    {
        var (subject, email, number) = await AccountsWorld.PersonAsync(Console.Company, Interlocked.Increment(ref _people), channel);
        var made = Assert.IsType<AccountCreated>(await Get<MemberAccounts>().CreateAsync(subject, AccountsWorld.Desk, "application-1", Cancel));
        using HttpClient browser = Browser();
        using HttpResponseMessage set = await ConsoleHost.SendAsync(browser, made.Invitation.Path, made.Invitation.Path, ("password", Password));
        Assert.Equal("/my", To(set));
        using (await ConsoleHost.SendAsync(browser, "/account", "/account/sign-out")) { }
        var account = (await Book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        return new TestMember(account.Id, subject, email, number);
    }

    /// <summary>A browser of a member's, signed in by password.</summary>
    public async Task<HttpClient> SignedInAsync(TestMember member)
    {
        HttpClient browser = Browser();
        using HttpResponseMessage answer = await SignInAsync(browser, member.Email, Password);
        Assert.Equal("/my", To(answer));
        return browser;
    }

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password, string page = "/account/sign-in") =>
        ConsoleHost.SendAsync(browser, page, page, ("_handler", "sign-in"), ("Name", name), ("Password", password));

    /// <summary>Switches two-step sign-in on by its page, and gives the app's key and the recovery codes shown.</summary>
    public async Task<(byte[] Key, IReadOnlyList<string> Codes)> SwitchOnAsync(HttpClient browser, string address = "/account/two-step")
    {
        string page = await browser.GetStringAsync(address, Cancel);
        byte[] key = KeyOn(page);
        string ticket = Ticket().Match(page).Groups["ticket"].Value;
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(
            browser, address, address, ("_handler", "two-step"), ("Ticket", ticket), ("Code", Codes.CodeNow(key)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string html = await answer.Content.ReadAsStringAsync(Cancel);
        return (key, [.. RecoveryCodes().Matches(html).Select(m => m.Groups["code"].Value)]);
    }

    /// <summary>The key a page shows for who types it into an app.</summary>
    public static byte[] KeyOn(string page)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        string spelled = Key().Match(page).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, spelled.Length);
        var bits = string.Concat(spelled.Select(c => Convert.ToString(alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    /// <summary>Somebody of the staff with a password and an authenticator, whose key is given.</summary>
    public async Task<byte[]> StaffAsync(string login, string[] roles, params Duty[] duties)
    {
        var added = await Staff.AddAsync(login, roles, duties, AccountsWorld.Administrator, Cancel);
        Assert.True(added.Done);
        using HttpClient browser = Browser();
        string page = await browser.GetStringAsync(added.Link!.Path, Cancel);
        byte[] key = KeyOn(page);
        using HttpResponseMessage set = await ConsoleHost.SendAsync(browser, added.Link.Path, added.Link.Path,
            ("password", Password), ("authenticator", Shown().Match(page).Groups["ticket"].Value), ("code", Codes.CodeNow(key)));
        Assert.Equal("/console/account/recovery-codes", To(set));
        Clock.Now += TimeSpan.FromSeconds(30); // a code is taken once
        return key;
    }

    /// <summary>A browser of somebody of the staff, signed in by number, password and code.</summary>
    public async Task<HttpClient> StaffSignedInAsync(string login, byte[] key)
    {
        HttpClient browser = Browser();
        using (HttpResponseMessage first = await ConsoleHost.SendAsync(browser, "/console/sign-in", "/console/sign-in/number", ("number", login), ("password", Password)))
            Assert.Equal("/console/sign-in/code", To(first));
        using HttpResponseMessage second = await ConsoleHost.SendAsync(browser, "/console/sign-in/code", "/console/sign-in/code", ("code", Codes.CodeNow(key)));
        Assert.Equal("/console", To(second));
        Clock.Now += TimeSpan.FromSeconds(30);
        return browser;
    }

    /// <summary>Where an answer leads on this host; null when it leads nowhere. Another host fails.</summary>
    public static string? To(HttpResponseMessage answer)
    {
        if (answer.Headers.Location is not { } to || !to.IsAbsoluteUri) return answer.Headers.Location?.ToString();
        Assert.Equal(answer.RequestMessage!.RequestUri!.Authority, to.Authority);
        return to.PathAndQuery;
    }

    /// <summary>A cookie an answer sets; null when it does not.</summary>
    public static string? CookieOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.FirstOrDefault(c => c.StartsWith(name + "=", StringComparison.Ordinal)) : null;

    [GeneratedRegex("class=\"acc-key\"[^>]*>(?<key>[A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("name=\"Ticket\" value=\"(?<ticket>[^\"]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("name=\"authenticator\" value=\"(?<ticket>[^\"]+)\"")]
    private static partial Regex Shown();

    [GeneratedRegex("<code>(?<code>[a-z0-9]{5}-[a-z0-9]{5})</code>")]
    private static partial Regex RecoveryCodes();
}
