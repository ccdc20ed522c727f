using System.Net;
using Azukari.Ledger;
using Azukari.Vault;
using DocumentFormat.OpenXml.Packaging;

namespace Azukari.Tests.Console;

/// <summary>People in the console: for a purpose or not at all, found without a value in any address, seen in one recorded access.</summary>
public sealed partial class PeopleTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private const string Consultation = "staff.customer-service~purpose.member.6";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_purpose_nobody_is_shown_and_nothing_is_read()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        int before = await UsesAsync(agent);
        string page = await service.GetStringAsync($"/en/console/people/{agent}", Cancel);

        Assert.Contains("Choose a purpose first", page, StringComparison.Ordinal);
        Assert.Equal(before, await UsesAsync(agent));
        using HttpResponseMessage sent = await ConsoleHost.SendAsync(service, "/console/purpose", "/en/console/people", ("_handler", "find"), ("value", "みほん"), ("item", "any"));
        Assert.DoesNotContain("People found", await sent.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_the_policy_grants_a_role_held_can_be_chosen_with_a_case_of_its_kind()
    {
        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        string page = await shipping.GetStringAsync("/en/console/purpose", Cancel);
        Assert.Contains("staff.shipping~purpose.member.2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("staff.finance", page, StringComparison.Ordinal);

        using HttpResponseMessage other = await ChooseAsync(shipping, "staff.finance~purpose.member.3", "request-7");
        Assert.Equal("/console/purpose?refused=1", other.Headers.Location?.ToString());
        LedgerRecord refused = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Refused, Accessor = Personas.Shipping.Login }, Cancel).LastAsync(Cancel);
        Assert.Equal("role-not-held", refused.Entry.Reason);

        foreach (string wrong in new[] { "", "田中さん", "090-0000-1234", "09000001234567" })
        {
            using HttpResponseMessage answer = await ChooseAsync(shipping, "staff.shipping~purpose.member.2", wrong);
            Assert.StartsWith("/console/purpose?chosen=", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
            if (wrong.Length > 0) Assert.DoesNotContain(Uri.EscapeDataString(wrong), answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        await ConsoleHost.ChooseAsync(shipping, "staff.shipping~purpose.member.2", "１０４２");
        Assert.Contains("<code>order-1042</code>", await shipping.GetStringAsync("/en/console/people", Cancel), StringComparison.Ordinal);
        using HttpResponseMessage _ = await ConsoleHost.SendAsync(shipping, "/console/people", "/console/purpose/end");
        Assert.Contains("No purpose is chosen", await shipping.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purpose_belongs_to_one_session_and_ends_with_it()
    {
        using HttpClient one = await host.SignedInAsync(ConsoleHost.Service);
        using HttpClient two = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(one, Consultation, "inquiry-1");

        Assert.Contains("inquiry-1", await one.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("inquiry-1", await two.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_a_person_is_one_access_to_what_the_purpose_allows_and_names_the_clause_for_the_rest()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        using HttpClient service = await InquiryAsync("inquiry-51");
        int before = await UsesAsync(agent);
        string page = await service.GetStringAsync($"/en/console/people/{agent}", Cancel);

        Assert.Equal(before + 1, await UsesAsync(agent));
        LedgerEntry used = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Kind == EntryKind.Used, Cancel);
        Assert.Equal(("inquiry-51", "purpose.member.6", ConsoleHost.Service), (used.Case, used.Purpose, used.Accessor));
        Assert.Contains("mobile", used.Items);
        Assert.DoesNotContain("bank-account", used.Items);
        Assert.Contains(await ValueAsync(agent, "name"), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>" + await ValueAsync(agent, "name"), page, StringComparison.Ordinal);
        Assert.Contains("Bank account", page, StringComparison.Ordinal);
        Assert.Contains("/en/policy/2026-10#purpose.member.6", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delicate_value_is_masked_until_asked_for_and_that_is_an_access_of_its_own()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "bank-account");
        using HttpClient finance = await host.SignedInAsync(Personas.Finance.Login);
        await ConsoleHost.ChooseAsync(finance, Personas.Finance.Purpose!, "request-9");
        string account = await ValueAsync(agent, "bank-account");
        string masked = await finance.GetStringAsync($"/console/people/{agent}", Cancel);
        Assert.DoesNotContain(account, WebUtility.HtmlDecode(masked), StringComparison.Ordinal);

        string shown = await finance.GetStringAsync($"/console/people/{agent}?show=bank-account", Cancel);
        Assert.Contains(account, WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        LedgerEntry used = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Reason == "unmasked", Cancel);
        Assert.Equal(["bank-account"], used.Items);
        using HttpClient service = await InquiryAsync("inquiry-52");
        Assert.DoesNotContain(account, WebUtility.HtmlDecode(await service.GetStringAsync($"/console/people/{agent}?show=bank-account", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_the_purpose_does_not_cover_is_refused_with_the_clause_and_it_is_recorded()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        using HttpClient hr = await host.SignedInAsync(Personas.People.Login);
        await ConsoleHost.ChooseAsync(hr, Personas.People.Purpose!, "application-3");
        using HttpResponseMessage answer = await hr.GetAsync($"/en/console/people/{agent}", Cancel);
        string page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        LedgerEntry refused = await host.Company.Trust.Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Accessor == Personas.People.Login, Cancel);
        Assert.Equal((EntryKind.Refused, "subject-out-of-scope"), (refused.Kind, refused.Reason));
        Assert.Contains(refused.Id.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain(await ValueAsync(agent, "name"), page, StringComparison.Ordinal);
        using HttpResponseMessage nobody = await hr.GetAsync($"/en/console/people/{SubjectId.New()}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task A_search_finds_by_what_is_typed_and_no_address_ever_holds_it()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "mobile");
        using HttpClient service = await InquiryAsync("inquiry-53");
        string mobile = await ValueAsync(agent, "mobile");
        using HttpResponseMessage one = await FindAsync(service, "any", mobile);
        Assert.Equal($"/console/people/{agent}", new Uri(new Uri("https://console.example.jp"), one.Headers.Location!).AbsolutePath);

        using HttpResponseMessage many = await FindAsync(service, "name", "みほ");
        string result = many.Headers.Location!.ToString();
        Assert.Matches("/console/people/found/[0-9a-f]{32}$", result);
        string list = await service.GetStringAsync(result, Cancel);
        Assert.Contains("<th scope=\"row\"", list, StringComparison.Ordinal);
        Assert.Equal(list.Split("data-row>").Length, (await service.GetStringAsync("/en" + new Uri(new Uri("https://x"), result).AbsolutePath, Cancel)).Split("data-row>").Length);

        using HttpClient another = await InquiryAsync("inquiry-53");
        using HttpResponseMessage stolen = await another.GetAsync(result, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
        Assert.Contains("/console/people\"", await stolen.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await ConsoleHost.ChooseAsync(service, Consultation, "inquiry-54");
        Assert.DoesNotContain("data-row>", await service.GetStringAsync(result, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_finds_nobody_or_cannot_be_is_told_keeps_what_was_typed_and_is_recorded()
    {
        using HttpClient service = await InquiryAsync("inquiry-55");
        using HttpResponseMessage nobody = await FindAsync(service, "mobile", "090-0000-9876");
        string page = await nobody.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("見つかりませんでした", page, StringComparison.Ordinal);
        Assert.Contains("value=\"090-0000-9876\"", page, StringComparison.Ordinal);
        LedgerRecord searched = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Searched, Case = "inquiry-55" }, Cancel).LastAsync(Cancel);
        Assert.Equal(0, searched.Entry.Count);

        using HttpResponseMessage wrong = await FindAsync(service, "mobile", "12");
        Assert.Contains("value-error", await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpResponseMessage beyond = await FindAsync(service, "bank-account", "1234567");
        Assert.Contains("value-error", await beyond.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using HttpResponseMessage empty = await FindAsync(service, "any", "  ");
        Assert.Contains("value-error", await empty.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("0000-9876", string.Join('\n', host.Trouble.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("みほん", "kana")]
    [InlineData("ミホン", "kana")]
    [InlineData("見本", "name")]
    public async Task What_is_typed_in_kana_is_looked_for_in_readings_and_what_is_not_in_names(string typed, string item)
    {
        using HttpClient service = await InquiryAsync("inquiry-57");
        using HttpResponseMessage _ = await FindAsync(service, "any", typed);
        LedgerRecord searched = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Searched, Case = "inquiry-57" }, Cancel).LastAsync(found => found.Entry.Count is not null, Cancel);
        Assert.Equal([item], searched.Entry.Items);
    }

    [Fact]
    public async Task The_beginning_of_a_telephone_number_or_postal_code_finds_people_and_the_whole_only_where_that_is_asked()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "mobile");
        using HttpClient service = await InquiryAsync("inquiry-58");
        string mobile = await ValueAsync(agent, "mobile");
        using HttpResponseMessage beginning = await FindAsync(service, "mobile", mobile[..8]);
        Assert.StartsWith("/console/people/", new Uri(new Uri("https://x"), beginning.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
        using HttpResponseMessage whole = await FindAsync(service, "mobile", mobile[..8], ("match", "whole"));
        Assert.Contains("value-error", await whole.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        string postal = (await ValueAsync(agent, "address"))[..4]; // 〒 and three digits
        using HttpResponseMessage region = await FindAsync(service, "any", postal);
        Assert.StartsWith("/console/people/", new Uri(new Uri("https://x"), region.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_fields_at_once_find_whom_all_of_them_fit_and_a_prefecture_narrows()
    {
        SubjectId agent = await host.SomebodyAsync("agent", "mobile");
        using HttpClient service = await InquiryAsync("inquiry-59");
        (string mobile, string address) = (await ValueAsync(agent, "mobile"), await ValueAsync(agent, "address"));
        string area = Azukari.Values.Prefecture.All.Single(prefecture => address.Contains(prefecture, StringComparison.Ordinal));
        string other = Azukari.Values.Prefecture.All.First(prefecture => prefecture != area);
        using HttpResponseMessage both = await FindAsync(service, "any", "", ("f-mobile", mobile), ("f-kana", await ValueAsync(agent, "kana")), ("area", area));
        Assert.EndsWith($"/console/people/{agent}", both.Headers.Location?.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage elsewhere = await FindAsync(service, "any", "", ("f-mobile", mobile), ("area", other));
        string page = await elsewhere.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("見つかりませんでした", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{mobile}\"", page, StringComparison.Ordinal); // what was typed stays
        LedgerRecord searched = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Searched, Case = "inquiry-59" }, Cancel).LastAsync(Cancel);
        Assert.Equal(["address", "mobile"], searched.Entry.Items);
        using HttpResponseMessage alone = await FindAsync(service, "any", "", ("area", area));
        Assert.Contains("value-error", await alone.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_found_list_is_sorted_and_narrowed_by_its_address_keeps_its_place_and_is_saved_as_it_is_shown()
    {
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-58");
        using HttpResponseMessage many = await FindAsync(service, "name", "みほ");
        using HttpResponseMessage kana = many.Headers.Location is null ? await FindAsync(service, "kana", "みほ") : many;
        string result = new Uri(new Uri("https://x"), (many.Headers.Location ?? kana.Headers.Location)!).AbsolutePath;

        string[] byNumber = Numbers(await service.GetStringAsync(result + "?sort=number", Cancel)), down = Numbers(await service.GetStringAsync(result + "?sort=number&down=1", Cancel));
        Assert.True(byNumber.Length > 1);
        Assert.Equal(byNumber.Order(StringComparer.Ordinal), byNumber);
        Assert.Equal(byNumber.Reverse(), down);
        Assert.Contains("aria-sort=\"descending\"", await service.GetStringAsync(result + "?sort=number&down=1", Cancel), StringComparison.Ordinal);

        string person = await service.GetStringAsync(PersonOf(await service.GetStringAsync(result + "?sort=number", Cancel)), Cancel);
        Assert.Contains($"href=\"{result}?sort=number\" data-back", person, StringComparison.Ordinal);
        Assert.DoesNotContain("data-back", await service.GetStringAsync($"/console/people/{await host.SomebodyAsync("agent")}?list=https://example.com/", Cancel), StringComparison.Ordinal);

        string none = await service.GetStringAsync(result + "?class=agent&status=cancelled", Cancel);
        Assert.Contains("この条件に合う方はいません", none, StringComparison.Ordinal);
        using HttpResponseMessage csv = await ConsoleHost.SendAsync(service, result, result + "/export", ("format", "csv"), ("sort", "number"), ("down", "1"));
        string[] lines = (await csv.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(down, lines.Skip(1).SkipLast(1).Select(line => line.Split(',')[2].Trim('"')));
    }

    [Fact]
    public async Task A_found_list_is_narrowed_to_a_prefecture_as_a_search_of_its_own_with_no_address_that_holds_it()
    {
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, "staff.customer-service~purpose.member.1", "application-59");
        using HttpResponseMessage many = await FindAsync(service, "name", "みほ");
        using HttpResponseMessage kana = many.Headers.Location is null ? await FindAsync(service, "kana", "みほ") : many;
        string result = new Uri(new Uri("https://x"), (many.Headers.Location ?? kana.Headers.Location)!).AbsolutePath;
        string list = await service.GetStringAsync(result, Cancel), area = "";
        Assert.Contains($"action=\"{result}/area\"", list, StringComparison.Ordinal);
        await foreach (SubjectId subject in host.Company.Trust.Vault.SubjectsAsync(null, Cancel))
        {
            if (!list.Contains(subject.ToString(), StringComparison.Ordinal) || (await host.Company.Trust.Vault.DescribeAsync(subject, Cancel))!.Items.All(item => item.Item.Value != "address")) continue;
            string address = await ValueAsync(subject, "address");
            area = Azukari.Values.Prefecture.All.Single(prefecture => address.Contains(prefecture, StringComparison.Ordinal));
            break;
        }

        using HttpResponseMessage narrowed = await ConsoleHost.SendAsync(service, result, result + "/area", ("area", area));
        string there = narrowed.Headers.Location!.ToString();
        Assert.Matches("^/console/people/found/[0-9a-f]{32}$", there);
        Assert.NotEqual(result, there);
        string[] all = Numbers(list), some = Numbers(await service.GetStringAsync(there, Cancel));
        Assert.NotEmpty(some);
        Assert.True(some.Length < all.Length);
        Assert.All(some, number => Assert.Contains(number, all));
        Assert.Contains(area, WebUtility.HtmlDecode(await service.GetStringAsync(there, Cancel)), StringComparison.Ordinal);
        LedgerRecord searched = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Searched, Case = "application-59" }, Cancel).LastAsync(found => found.Entry.Count is not null, Cancel);
        Assert.Equal((some.Length, "address"), ((int)searched.Entry.Count!.Value, Assert.Single(searched.Entry.Items)));

        using HttpResponseMessage wrong = await ConsoleHost.SendAsync(service, result, result + "/area", ("area", "見本県"));
        Assert.Equal(result, wrong.Headers.Location?.ToString());
        using HttpClient another = await InquiryAsync("inquiry-60");
        using HttpResponseMessage stolen = await ConsoleHost.SendAsync(another, "/console", result + "/area", ("area", area));
        Assert.Equal(result, stolen.Headers.Location?.ToString());
    }

    private static string[] Numbers(string page) => [.. Number().Matches(page).Select(found => found.Groups["number"].Value)];

    private static string PersonOf(string page) => WebUtility.HtmlDecode(Person().Match(page).Groups["address"].Value);

    [System.Text.RegularExpressions.GeneratedRegex("data-label=\"会員番号\"[^>]*>(?<number>[^<]+)<")]
    private static partial System.Text.RegularExpressions.Regex Number();

    [System.Text.RegularExpressions.GeneratedRegex("<th scope=\"row\"[^>]*><a href=\"(?<address>[^\"]+)\"")]
    private static partial System.Text.RegularExpressions.Regex Person();

    [Fact]
    public async Task An_exported_list_holds_what_the_page_shows_and_is_recorded_for_each_person_and_as_a_file()
    {
        using HttpClient service = await InquiryAsync("inquiry-56");
        using HttpResponseMessage many = await FindAsync(service, "name", "みほ");
        string result = new Uri(new Uri("https://x"), many.Headers.Location!).AbsolutePath;
        int people = (await service.GetStringAsync(result, Cancel)).Split("data-row>").Length - 1;

        using HttpResponseMessage csv = await ConsoleHost.SendAsync(service, result, result + "/export", ("format", "csv"));
        string text = await csv.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(people + 2, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using HttpResponseMessage xlsx = await ConsoleHost.SendAsync(service, result, result + "/export", ("format", "xlsx"));
        using var sheet = SpreadsheetDocument.Open(await xlsx.Content.ReadAsStreamAsync(Cancel), false);
        Assert.Equal(people + 3, sheet.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Count());

        LedgerRecord[] exported = await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Exported, Case = "inquiry-56" }, Cancel).ToArrayAsync(Cancel);
        Assert.Equal([people, people], exported.Select(e => e.Entry.Count));
        Assert.Equal(2 * people, await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Used, Case = "inquiry-56", Reason = "people-export" }, Cancel).CountAsync(Cancel));
    }

    private async Task<HttpClient> InquiryAsync(string @case)
    {
        HttpClient browser = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(browser, Consultation, @case);
        return browser;
    }

    private static async Task<HttpResponseMessage> FindAsync(HttpClient browser, string item, string value, params (string Name, string Value)[] more)
    {
        HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console/people", "/console/people", [("_handler", "find"), ("item", item), ("value", value), .. more]);
        if (value.Trim().Length > 0) Assert.DoesNotContain(Uri.EscapeDataString(value.Trim()), answer.Headers.Location?.ToString() + "?", StringComparison.Ordinal);
        return answer;
    }

    private static async Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string purpose, string of) =>
        await ConsoleHost.SendAsync(browser, "/console/purpose", "/console/purpose/choose", ("purpose", purpose), ("case", of));

    private async Task<int> UsesAsync(SubjectId subject) => await host.Company.Trust.Vault.HistoryAsync(subject, Cancel).CountAsync(e => e.Kind is EntryKind.Used or EntryKind.Refused, Cancel);

    private Task<string> ValueAsync(SubjectId subject, string item) => host.ValueAsync(subject, item);

}
