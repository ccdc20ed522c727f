using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Bench.Measuring;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Bench.Others;

/// <summary>Who opens the pages: somebody unknown, members all over the sample, and the desks of customer service.</summary>
internal sealed partial class PageVisitors : IDisposable
{
    /// <summary>Who made the sample, and may act as every role in it.</summary>
    public const string Login = "bench";

    private const int Members = 256;
    private const string Inquiries = "staff.customer-service~purpose.member.6";

    private readonly List<HttpClient> _members = [];
    private readonly List<SubjectId> _known = [];
    private readonly List<Desk> _desks = [];

    private PageVisitors(Uri address) => Stranger = Browser(address, null);

    public HttpClient Stranger { get; }

    public HttpClient AnyMember(Dice dice) => _members[dice.Next(_members.Count)];

    /// <summary>A desk's browser, and an address only that desk may know.</summary>
    public (HttpClient Browser, string Path) AtAnyDesk(Dice dice, Func<Desk, string> path)
    {
        var desk = _desks[dice.Next(_desks.Count)];
        return (desk.Browser, path(desk));
    }

    public static async Task<PageVisitors> SignInAsync(IServiceProvider services, Uri address, int desks, CancellationToken cancel)
    {
        var visitors = new PageVisitors(address);
        try
        {
            await visitors.SignMembersInAsync(services, address, cancel);
            if (visitors._members.Count < desks) throw new MeasurementException($"{visitors._members.Count} members are too few.");
            for (var desk = 0; desk < desks; desk++) visitors._desks.Add(await SitDownAsync(services, address, desk, visitors._known[desk], cancel));
            return visitors;
        }
        catch
        {
            visitors.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var browser in (IEnumerable<HttpClient>)[Stranger, .. _members, .. _desks.Select(desk => desk.Browser)]) browser.Dispose();
    }

    // Each looked at by a desk a few times, so that a history has something to say.
    private async Task SignMembersInAsync(IServiceProvider services, Uri address, CancellationToken cancel)
    {
        var (accounts, book, sessions) = (services.GetRequiredService<MemberAccounts>(), services.GetRequiredService<AccountBook>(), services.GetRequiredService<MemberSessions>());
        var vault = services.GetRequiredService<CompanyCore>().Trust.Vault;
        var by = new Accessor(Login);
        await foreach (var subject in vault.SubjectsAsync(MemberClass.Agent.Kind(), cancel).Take(Members).WithCancellation(cancel))
        {
            await accounts.CreateAsync(subject, by, null, cancel);
            if (await book.FindAsync(AccountKind.Member, subject.ToString(), cancel) is not { } account) throw new MeasurementException("A member has no account.");
            await book.ActivateAsync(account.Id, cancel);
            var opened = await sessions.OpenAsync(account, "bench", "bench", "password", proved: false, cancel);
            for (var order = 0; order < 4; order++)
            {
                await vault.ReadAsync(subject, [ItemId.Parse("name"), ItemId.Parse("address")], new AccessContext
                {
                    Accessor = by, As = RecipientKind.Parse("staff.shipping"), Purpose = ClauseId.Parse("purpose.member.2"), Case = $"order-{order}",
                }, cancel);
            }

            _known.Add(subject);
            _members.Add(Browser(address, new Cookie(MemberScheme.PlainCookie, opened.Token)));
        }
    }

    // A purpose is chosen, somebody is searched for by the reading of the surname, which some six hundred of 100,000 share: by the forms of the console, as an operator does it.
    private static async Task<Desk> SitDownAsync(IServiceProvider services, Uri address, int number, SubjectId caller, CancellationToken cancel)
    {
        var token = await services.GetRequiredService<StaffSessions>().OpenForAsync(Login, "bench", "bench", cancel);
        var browser = Browser(address, new Cookie(StaffScheme.PlainCookie, token));
        await SendAsync(browser, "/console/purpose", "/console/purpose/choose", [new("purpose", Inquiries), new("case", $"inquiry-{number}")], cancel);
        var found = await SendAsync(browser, "/console/people", "/console/people",
            [new("_handler", "find"), new("value", await SurnameAsync(services, caller, cancel)), new("item", "any"), new("match", "beginning")], cancel);
        string[] people = [.. PersonLink().Matches(await browser.GetStringAsync(found, cancel)).Select(match => match.Value).Distinct(StringComparer.Ordinal)];
        return people.Length > 0 ? new Desk(browser, found, people) : throw new MeasurementException("The console's search found nobody.");
    }

    private static async Task<string> SurnameAsync(IServiceProvider services, SubjectId caller, CancellationToken cancel)
    {
        var kana = ItemId.Parse("kana");
        var read = await services.GetRequiredService<CompanyCore>().Trust.Vault.ReadAsync(caller, [kana], new AccessContext
        {
            Accessor = new Accessor(Login), As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.6"), Case = "inquiry-0",
        }, cancel);
        return read is Granted<ItemValues> granted && granted.Values[kana]?.Reveal().Split(' ', '\u3000')[0] is { Length: > 0 } surname ? surname : throw new MeasurementException("A member has no reading.");
    }

    private static async Task<string> SendAsync(HttpClient browser, string page, string action, KeyValuePair<string, string>[] fields, CancellationToken cancel)
    {
        var form = FormToken().Match(await browser.GetStringAsync(page, cancel)).Groups["token"].Value;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", form), .. fields]);
        using var answer = await browser.PostAsync(action, content, cancel);
        return answer.Headers.Location is { } next && answer.StatusCode == HttpStatusCode.Found
            ? next.ToString() : throw new MeasurementException($"{action} was answered by {(int)answer.StatusCode}.");
    }

    private static HttpClient Browser(Uri address, Cookie? cookie)
    {
        var cookies = new CookieContainer();
        if (cookie is not null) cookies.Add(address, cookie);
        return new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("/console/people/[0-9a-f]{32}(?=[?\"])")]
    private static partial Regex PersonLink();

    /// <summary>An operator with a purpose in force and the list of a search.</summary>
    internal sealed record Desk(HttpClient Browser, string Found, IReadOnlyList<string> People)
    {
        public string AnyPerson(Dice dice) => People[dice.Next(People.Count)];
    }
}
