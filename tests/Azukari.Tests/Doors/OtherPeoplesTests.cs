using System.Net;
using System.Text.RegularExpressions;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Members.Contracts;
using Azukari.Tests.Console;

namespace Azukari.Tests.Doors;

/// <summary>
/// What is somebody else's answers as what is not there: the same status, the same place led to, the same headers and the same page, to the letter.
/// Who tries ids learns nothing of which are somebody's.
/// </summary>
public sealed partial class OtherPeoplesTests(LivingWorld world) : IClassFixture<LivingWorld>
{
    private const string NoId = "00000000000040008000000000000000", NoEntry = "019a0000-0000-7000-8000-000000000000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_finds_nothing_of_another_member()
    {
        Caller me = await Callers.MemberAsync(world, "agent-pledged", MemberClass.Agent), other = await Callers.MemberAsync(world, "agent-pledged", MemberClass.Agent);
        string consent = (await world.FreshAsync())["fresh consent"];
        string document = other.Things["own document"], entry = other.Things["own entry"], below = other.Things["below"], nobodyBelow = new('f', below.Length), request = other.Things["own request"];

        await SameAsync(me, "GET", "/my/documents/<id>", "", document, NoId);
        await SameAsync(me, "GET", "/my/uses/<id>", "", entry, NoEntry);
        await SameAsync(me, "GET", "/my/uses/<id>/proof.json", "", entry, NoEntry);
        await SameAsync(me, "GET", "/my/downline/people/<id>?for=event", "", below, nobodyBelow);
        await SameAsync(me, "GET", "/my/downline/people/<id>", "", world.Thing("below"), new('f', world.Thing("below").Length));
        await SameAsync(me, "GET", "/my/downline/picture?from=<id>", "", below, nobodyBelow);
        await SameAsync(me, "POST", "/my/rights/withdraw", "code=<id>", request, "R-00000000");
        await SameAsync(me, "POST", "/my/consents/withdraw", "id=<id>", consent, NoId);

        // Theirs still, all of it.
        await IsThereAsync(other, $"/my/documents/{document}", $"/my/uses/{entry}", $"/my/uses/{entry}/proof.json", $"/my/downline/people/{below}?for=event", $"/my/downline/picture?from={below}");
        Assert.Contains(request, await other.Client.GetStringAsync("/my/rights", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_ends_anothers_session()
    {
        Caller me = await Callers.MemberAsync(world, "retail", MemberClass.Retail), other = await Callers.MemberAsync(world, "retail", MemberClass.Retail);
        Account account = (await world.Of<AccountBook>().FindAsync(AccountKind.Member, other.Things["own id"], Cancel))!;
        string session = (await world.Of<MemberSessions>().ListAsync(account.Id, Cancel)).Single().Id.ToString("N");
        await SameAsync(me, "POST", "/account/sessions/end", "session=<id>", session, NoId);
        await IsThereAsync(other, "/my");
    }

    [Theory]
    [InlineData(ConsoleHost.Service)]
    [InlineData(ConsoleHost.Auditor)]
    [InlineData("mihon-administrator")]
    [InlineData("mihon-shipping")]
    public async Task Staff_without_a_purpose_do_not_learn_who_there_is(string login)
    {
        Caller staff = await Callers.StaffAsync(world, "idle", Personas.Staff.Single(persona => persona.Login == login), chooses: false);
        string person = world.Thing("person");
        await SameAsync(staff, "GET", "/console/people/<id>", "", person, NoId);
        await SameAsync(staff, "GET", "/console/people/<id>/documents/" + world.Thing("document"), "", person, NoId);
        await SameAsync(staff, "GET", $"/console/people/{person}/documents/<id>", "", world.Thing("document"), NoId);
        await SameAsync(staff, "GET", "/console/people/<id>/move", "", person, NoId);
        await SameAsync(staff, "GET", "/console/people/<id>/membership", "", person, NoId);
        await SameAsync(staff, "GET", "/console/people/found/<id>", "", world.Thing("found"), NoId);
        await SameAsync(staff, "POST", "/console/people/found/<id>/export", "format=csv", world.Thing("found"), NoId);
        await SameAsync(staff, "POST", "/console/people/<id>/move/propose", "under=top&reason=other&case=request-9", person, NoId);
    }

    [Fact]
    public async Task A_list_found_by_one_of_the_desk_is_nothing_to_another_with_the_same_purpose()
    {
        Caller one = await Callers.StaffAsync(world, "one", Personas.Service, chooses: true), two = await Callers.StaffAsync(world, "two", Personas.Service, chooses: true);
        await SameAsync(two, "GET", "/console/people/found/<id>", "", one.Things["found"], NoId);
        await SameAsync(two, "POST", "/console/people/found/<id>/export", "format=csv", one.Things["found"], NoId);
        await IsThereAsync(one, "/console/people/found/" + one.Things["found"]);
    }

    [Fact]
    public async Task A_machine_client_of_another_purpose_or_recipient_does_not_learn_who_there_is()
    {
        Caller marketing = await Callers.ClientAsync(world, "else", "staff.marketing", "purpose.member.4", [.. Azukari.Api.Clients.ApiScope.All]);
        string person = world.Thing("person");
        const string Ask = """{"purpose":"purpose.member.6","items":["name"],"case":"inquiry-1"}""";
        await SameAsync(marketing, "POST", "/api/v1/subjects/<id>/accesses", Ask, person, NoId);
        await SameAsync(marketing, "GET", "/api/v1/subjects/<id>/documents?purpose=purpose.member.6&case=inquiry-1", "", person, NoId);
        await SameAsync(marketing, "POST", $"/api/v1/subjects/{person}/documents/<id>/accesses", """{"purpose":"purpose.member.6","case":"inquiry-1"}""", world.Thing("document"), NoId);
        await SameAsync(marketing, "POST", "/api/v1/searches", """{"purpose":"purpose.member.6","item":"email","value":"<id>","case":"inquiry-1"}""", Azukari.Testing.Canaries.CanaryWords.Mail(8001), "canary-7c41f0.9@example.jp");
        await SameAsync(marketing, "PUT", "/api/v1/notices/<id>/acknowledgement", "{}", world.Thing("notice"), NoId);
    }

    private static async Task SameAsync(Caller caller, string method, string address, string sent, string anothers, string nothing)
    {
        Answered given = await AskAsync(caller, method, address, sent, anothers), none = await AskAsync(caller, method, address, sent, nothing);
        Assert.Equal(none, given);
        Assert.True(given.Status is not HttpStatusCode.OK || caller.Login is not null, $"{method} {address} is there for {caller.Name}");
    }

    private static async Task<Answered> AskAsync(Caller caller, string method, string address, string sent, string id)
    {
        var door = new Door(method, address.Split('?')[0], false);
        using HttpResponseMessage answer = await caller.SendAsync(door, new Question(door.Name, address.Replace("<id>", id, StringComparison.Ordinal), sent.Replace("<id>", id, StringComparison.Ordinal), false), withToken: true);
        string Plain(string text) => Changing().Replace(text.Replace(id, "…", StringComparison.Ordinal).Replace(Uri.EscapeDataString(id), "…", StringComparison.Ordinal), "…");
        string headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Content-Length" or "Set-Cookie")).Select(header => $"{header.Key}: {Plain(string.Join(',', header.Value))}").Order(StringComparer.Ordinal));
        return new Answered(answer.StatusCode, headers, Plain(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    private static async Task IsThereAsync(Caller caller, params string[] addresses)
    {
        foreach (string address in addresses)
        {
            using HttpResponseMessage answer = await caller.Client.GetAsync(address, Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
        }
    }

    // A form's token, the number of an entry or a request, the nonce of a page: new each time, of one length.
    [GeneratedRegex("(?<=value=\")CfDJ8[^\"]+|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")]
    private static partial Regex Changing();

    private sealed record Answered(HttpStatusCode Status, string Headers, string Body);
}
