using System.Security.Cryptography;
using Azukari.Company.Settings;

namespace Azukari.Browser.Tests;

/// <summary>The pages of accounts, for members and staff: for everybody, on every screen.</summary>
public sealed class AccountPageTests(Browsers browsers)
{
    private static readonly string[] Anybodys = ["/account/sign-in", "/account/sign-in?wrong=wrong", "/account/sign-in/code", "/account/forgotten", "/account/invitation/nothing", "{invitation}"];

    private static readonly string[] Members = ["/account", "/account?wrong=weak&why=common.date", "/account/two-step", "/account/recovery-codes", "/account/confirm?return=/account"];

    private static readonly string[] Staffs =
    [
        "/console/account", "/console/account/two-step", "/console/account/recovery-codes", "/console/account/confirm?return=/console", "/console/staff", "/console/staff/{staff}", "/console/staff/emergencies",
        "/console/recovery", "/console/sign-in?wrong=wrong", "/console/sign-in/code?wrong=code", "/console/invitation/nothing", "{joiner}",
    ];

    public static TheoryData<string> OfAnybody => Both(Anybodys);

    public static TheoryData<string> OfMembers => Both(Members);

    public static TheoryData<string> OfStaff => Both(Staffs);

    [Theory]
    [MemberData(nameof(OfAnybody))]
    public async Task A_page_of_anybody_fits_every_screen_and_axe_finds_nothing(string path)
    {
        path = path.Replace("{invitation}", await browsers.InvitationAsync(), StringComparison.Ordinal);
        await using Visit visit = await browsers.VisitAsync();
        await visit.IsForEverybodyAsync(path);
    }

    [Theory]
    [MemberData(nameof(OfMembers))]
    public async Task A_page_of_a_member_fits_every_screen_and_axe_finds_nothing(string path)
    {
        await using Visit visit = await browsers.VisitAsync();
        await visit.OpenAsync(await browsers.InvitationAsync());
        await visit.Page.Locator("#password").FillAsync("korinji-no-yuuyake-73");
        await visit.Page.Locator("form:has(#password) button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await visit.IsForEverybodyAsync(path);
    }

    [Theory]
    [MemberData(nameof(OfStaff))]
    public async Task A_page_of_staff_fits_every_screen_and_axe_finds_nothing(string path)
    {
        string login = "s-" + RandomNumberGenerator.GetString("abcdefgh", 10);
        string joiner = await browsers.StaffInvitationAsync(login, Duty.Audit, Duty.Rights);
        path = path.Replace("{joiner}", joiner, StringComparison.Ordinal).Replace("{staff}", login, StringComparison.Ordinal);
        await using Visit visit = await (path.Contains("sign-in", StringComparison.Ordinal) ? browsers.VisitAsync() : browsers.StaffAsync());
        await visit.IsForEverybodyAsync(path);
    }

    private static TheoryData<string> Both(string[] japanese) => [.. japanese, .. japanese.Select(path => "/en" + path)];
}
