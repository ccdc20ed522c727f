using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Portal;

/// <summary>Who used the member's data and why, to the member and to nobody else.</summary>
public sealed partial class UsesTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Fact]
    public async Task A_look_of_staff_is_told_in_a_sentence_with_purpose_clause_and_desk_but_not_by_whom()
    {
        var member = await host.MemberAsync();
        Assert.IsType<Granted<ItemValues>>(await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1042", "name", "address", "mobile"));

        var html = WebUtility.HtmlDecode(await member.PageAsync("/my/uses"));
        Assert.Contains("当社の出荷担当が、「商品・書類の配送」のために住所、携帯電話番号、氏名を見ました。", html);
        Assert.Contains("1(1)② 商品・書類の配送", html);
        Assert.DoesNotContain("s-kodama", html);
        Assert.Contains("Our Shipping desk saw your data for “Delivery”: Address, Mobile number, Name.", WebUtility.HtmlDecode(await member.PageAsync("/en/my/uses")));
    }

    [Fact]
    public async Task A_refused_attempt_is_told_as_such_and_names_the_clause_that_refused()
    {
        var member = await host.MemberAsync();
        var refused = Assert.IsType<RefusedAccess<ItemValues>>(await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1", "name", "date-of-birth"));

        Assert.Contains("認められないため表示されませんでした", WebUtility.HtmlDecode(await member.PageAsync("/my/uses")));
        var page = WebUtility.HtmlDecode(await member.PageAsync($"/en/my/uses/{refused.EntryId}"));
        Assert.Contains("The clause that refused it", page);
        Assert.Contains("<code>purpose.member.2</code>", page);
    }

    [Fact]
    public async Task The_members_own_looks_stand_apart_from_others()
    {
        var member = await host.MemberAsync();
        await member.PageAsync("/my/information");

        Assert.Contains("Nobody has looked yet", await member.PageAsync("/en/my/uses"));
        Assert.Contains("You had this shown:", await member.PageAsync("/en/my/uses?show=own"));
        var entries = new List<LedgerEntry>();
        await foreach (var entry in host.Company.Trust.Vault.HistoryAsync(member.Id, Cancel)) entries.Add(entry);
        var own = Assert.Single(entries, entry => entry.Kind == EntryKind.Disclosed);
        Assert.Equal(("member", "self", "rights.disclosure", "portal"), (own.Accessor, own.As, own.Purpose, own.Case));
    }

    [Fact]
    public async Task What_the_program_does_by_itself_is_not_told_as_a_colleagues_look()
    {
        var member = await host.MemberAsync();
        Assert.NotNull(await host.Services.GetRequiredService<NameFinder>().FindAsync(AccountKind.Member, host.LastMail, Cancel));

        Assert.Contains("Nobody has looked yet", await member.PageAsync("/en/my/uses"));
        Assert.Contains("サインインのために、入力されたメールアドレスからあなたのアカウントを当社のシステムが探しました。", WebUtility.HtmlDecode(await member.PageAsync("/my/uses?show=acts")));

        var context = new AccessContext
        {
            Accessor = new Accessor("system"), As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.7"), Case = "letter-1", Reason = "message:account.new-device",
        };
        Assert.IsType<Granted<ItemValues>>(await host.Company.Trust.Vault.ReadAsync(member.Id, [ItemId.Parse("email")], context, Cancel));
        var html = WebUtility.HtmlDecode(await member.PageAsync("/my/uses"));
        Assert.Contains("当社のシステム（自動）が、", html);
        Assert.DoesNotContain("当社のカスタマーサービス", html);
    }

    [Fact]
    public async Task The_list_is_narrowed_to_a_purpose_and_a_month()
    {
        var member = await host.MemberAsync();
        await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1", "name");
        await host.LookAsync(member.Id, "staff.customer-service", "purpose.member.6", "inquiry-1", "name", "email");

        var narrowed = WebUtility.HtmlDecode(await member.PageAsync("/en/my/uses?purpose=purpose.member.6"));
        Assert.Single(Lines().Matches(narrowed));
        Assert.Contains("Customer service", narrowed);
        Assert.Contains("No record fits", await member.PageAsync("/en/my/uses?month=2020-01"));
        Assert.Equal(2, Lines().Count(await member.PageAsync("/my/uses?month=nonsense&page=99&purpose=")));
    }

    [Fact]
    public async Task A_long_history_is_read_to_its_end_page_by_page()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        for (var n = 0; n < 60; n++) await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", $"order-{n}", "name");
        await host.Company.Trust.Ledger.SealAsync(Cancel);
        for (var n = 60; n < 70; n++) await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", $"order-{n}", "name");

        var (path, pages, found) = ("/en/my/uses", 0, new List<string>());
        while (path.Length > 0 && pages++ < 9)
        {
            var html = await member.PageAsync(path);
            found.AddRange(Opened().Matches(html).Select(match => match.Groups["id"].Value));
            path = Regex.Match(html, "rel=\"next\" href=\"(?<path>[^\"]+)\"").Groups["path"].Value;
            Assert.Equal(pages == 1, html.Contains("Back to the newest records", StringComparison.Ordinal) is false);
        }

        Assert.Equal((3, 70, 70), (pages, found.Count, found.Distinct().Count()));
        var entries = new List<LedgerEntry>();
        await foreach (var entry in host.Company.Trust.Vault.HistoryAsync(member.Id, Cancel)) entries.Add(entry);
        Assert.Equal(entries.Where(entry => entry.Kind == EntryKind.Used).Select(entry => entry.Id.ToString()), found);
        // Another's entry opens nothing to go on from, and one's last has nothing after it.
        Assert.Contains("There are no older records.", await other.PageAsync($"/en/my/uses?after={found[5]}"));
        Assert.Contains("There are no older records.", await member.PageAsync($"/en/my/uses?after={found[^1]}"));
        Assert.Contains("70", Regex.Match(await member.PageAsync("/en/my/uses"), "my-count az-soft az-digits\">(?<n>[0-9,]+)<").Groups["n"].Value);
    }

    [GeneratedRegex("<a href=\"/en/my/uses/(?<id>[0-9a-f-]+)\">")]
    private static partial Regex Opened();

    [Fact]
    public async Task The_proof_of_a_line_is_given_to_the_member_it_is_about_and_holds()
    {
        var member = await host.MemberAsync();
        var entry = (await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1042", "name")).EntryId;

        using var answer = await member.Browser.GetAsync($"/my/uses/{entry}/proof.json", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var file = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var key = (await member.PageAsync("/my/uses/ledger-signing.pub")).Trim();
        Assert.True(LedgerVerifierKey.TryParse(key, out var verifier));
        var proof = ProofFile.Read(file);
        Assert.True(proof.Verify(verifier));
        Assert.Equal(entry, proof.Entry.Id);

        var flipped = Encoding.UTF8.GetString(file).Replace("order-1042", "order-1043", StringComparison.Ordinal);
        Assert.False(ProofFile.Read(Encoding.UTF8.GetBytes(flipped)).Verify(verifier));
    }

    [Fact]
    public async Task Nobody_else_gets_the_record_or_its_proof()
    {
        var (member, other) = (await host.MemberAsync(), await host.MemberAsync());
        var entry = (await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1", "name")).EntryId;

        foreach (var path in (string[])[$"/my/uses/{entry}", $"/en/my/uses/{entry}", $"/my/uses/{entry}/proof.json", $"/en/my/uses/{entry}/proof.json"])
        {
            Assert.Equal(HttpStatusCode.OK, (await member.Browser.GetAsync(path, Cancel)).StatusCode);
            using var theirs = await other.Browser.GetAsync(path, Cancel);
            var unknown = EntryId.New(DateTimeOffset.UnixEpoch).ToString();
            using var nothing = await other.Browser.GetAsync(path.Replace(entry.ToString(), unknown, StringComparison.Ordinal), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
            // Whether there is such an entry cannot be told from the answer.
            Assert.Equal((await nothing.Content.ReadAsStringAsync(Cancel)).Replace(unknown, entry.ToString(), StringComparison.Ordinal), await theirs.Content.ReadAsStringAsync(Cancel));
            using var visitor = await host.Browser().GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.Redirect, visitor.StatusCode);
            Assert.StartsWith(path.StartsWith("/en", StringComparison.Ordinal) ? "/en/account/sign-in?return=" : "/account/sign-in?return=", visitor.Headers.Location!.ToString());
        }
    }

    [Fact]
    public async Task An_entry_about_nobody_is_nobodys_to_open()
    {
        var member = await host.MemberAsync();
        var entry = LedgerEntry.Now(TimeProvider.System, EntryKind.BackedUp);
        await host.Company.Trust.Ledger.AppendAsync(entry, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync($"/my/uses/{entry.Id}/proof.json", Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_erased_member_finds_no_history_any_more()
    {
        var member = await host.MemberAsync();
        var entry = (await host.LookAsync(member.Id, "staff.shipping", "purpose.member.2", "order-1", "name")).EntryId;
        await host.Company.Trust.Vault.EraseAsync(member.Id, PortalHost.Desk, "request", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync($"/my/uses/{entry}/proof.json", Cancel)).StatusCode);
        Assert.Contains("Nobody has looked yet", await member.PageAsync("/en/my/uses"));
        Assert.DoesNotContain(CanaryWords.FamilyName, await member.PageAsync("/en/my"));
        Assert.Contains("We hold nothing of you", await member.PageAsync("/en/my/information"));
    }

    [Fact]
    public async Task An_up_line_member_is_told_of_as_a_member_not_by_id()
    {
        var (member, above) = (await host.MemberAsync(), await host.MemberAsync(MemberClass.Agent));
        await host.Company.Trust.Vault.NoteAsync(member.Id, "looked", MemberAccessor.Of(above.Id), null, Cancel);

        var html = await member.PageAsync("/en/my/uses?show=acts");
        Assert.Contains("Another member", html);
        Assert.DoesNotContain(MemberAccessor.Of(above.Id).Code, html);
    }

    [GeneratedRegex("<li class=\"my-use\"")]
    private static partial Regex Lines();
}
