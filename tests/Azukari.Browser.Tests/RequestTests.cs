using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Requests.Contracts;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>A request by right that came by telephone: entered on a phone's screen, its pages read by axe on every screen.</summary>
public sealed class RequestTests(Browsers browsers)
{
    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task A_call_is_entered_and_its_pages_are_for_everybody(string language)
    {
        await using Visit visit = await browsers.StaffAsync(390);
        IPage page = visit.Page;
        await visit.IsForEverybodyAsync(language + "/console/requests/new");
        await visit.IsForEverybodyAsync(language + "/console/requests/new/nobody");

        await visit.OpenAsync(language + "/console/requests/new/nobody");
        await page.Locator("#name").FillAsync("見本 電話");
        await page.Locator("#phone").FillAsync("090-0000-4321");
        await page.Locator("#kind").SelectOptionAsync("correction");
        await page.Locator("#way").SelectOptionAsync("phone");
        await page.Locator("#text").FillAsync("住所の番地が違います");
        await page.Locator("form.az-measure button[type=submit]").ClickAsync();
        await page.ReachAsync(static url => Regex.IsMatch(url, "/console/requests/R-[0-9A-Z]{8}"));
        string request = new Uri(page.Url).AbsolutePath;
        await visit.IsForEverybodyAsync(request);

        await visit.OpenAsync(request);
        await page.Locator("#identity").SelectOptionAsync("call-back");
        await page.Locator("form[action$='/identity'] button[type=submit]").ClickAsync();
        await page.Locator("a[href*='/rights?case=R-']").WaitForAsync();
        await visit.IsForEverybodyAsync(request);
        await visit.IsForEverybodyAsync(language + "/console/requests");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task What_is_handed_over_and_the_notice_after_a_correction_are_for_everybody(string language)
    {
        var company = browsers.Services.GetRequiredService<CompanyCore>();
        var (vault, by, cancel) = (company.Trust.Vault, new Accessor("tester"), TestContext.Current.CancellationToken);
        var book = browsers.Services.GetRequiredService<RequestBook>();
        Assert.True(company.ShapeOf(ItemId.Parse("name")).TryNormalise("見本 窓口", new DateOnly(2026, 11, 24), out StoredValue name, out _));
        SubjectId person = (await book.TakeStrangerAsync("person" + language.Trim('/'), new Dictionary<ItemId, StoredValue> { [ItemId.Parse("name")] = name }, RequestWay.Counter, by, cancel))!.Value;
        var arrival = new Arrival(RequestWay.Counter, JapanTime.Today(browsers.Services.GetRequiredService<TimeProvider>()), IdentityCheck.Document);
        var disclosure = Assert.IsType<Asked>(await book.EnterAsync(person, "sheet" + language.Trim('/'), RequestKind.Disclosure, true, null, arrival, by, cancel)).Request;
        var correction = Assert.IsType<Asked>(await book.EnterAsync(person, "notice" + language.Trim('/'), RequestKind.Correction, true, null, arrival, by, cancel)).Request;
        await company.Trust.Ledger.AppendAsync(LedgerEntry.Now(TimeProvider.System, EntryKind.Provided) with
        {
            Subject = await vault.PseudonymOfAsync(person, cancel), Accessor = "mihon-client", As = "entrustee", Recipient = "mihon-carrier", Purpose = "purpose.member.2", Items = ["fax"],
            PolicyVersion = company.Trust.Policies.InForce.Version.Value, Case = "order-1042",
        }, cancel);
        Assert.True(company.ShapeOf(ItemId.Parse("fax")).TryNormalise(language.Length == 0 ? "03-0000-4711" : "03-0000-4712", arrival.On, out StoredValue right, out _));
        Assert.True((await vault.CorrectAsync(person, new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("fax")] = right }, new CorrectionBy.Staff(), by, @case: correction.Code, ct: cancel)).Done);

        await using Visit visit = await browsers.StaffAsync();
        await visit.IsForEverybodyAsync($"{language}/console/requests/{correction.Code}");
        await visit.IsForEverybodyAsync($"{language}/console/requests/{correction.Code}/notice?to=mihon-carrier");
        await visit.IsForEverybodyAsync($"{language}/console/people/{person}/recipients");
        await visit.IsForEverybodyAsync($"{language}/console/people/{person}/recipients?to=mihon-carrier");
        await visit.IsForEverybodyAsync($"{language}/console/requests/{disclosure.Code}/disclosure");
    }
}
