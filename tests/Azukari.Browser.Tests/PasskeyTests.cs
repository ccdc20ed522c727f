using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>Passkeys in a browser, with an authenticator of the browser's own making: made by an invitation, signed in with, proved by, removed.</summary>
public sealed class PasskeyTests(Browsers browsers)
{
    [Fact]
    public async Task A_member_makes_a_passkey_by_the_invitation_and_signs_in_with_it_and_nothing_else()
    {
        await using Visit visit = await browsers.VisitAsync(390);
        Device device = await Device.InAsync(visit.Page);
        await visit.OpenAsync(await browsers.InvitationAsync());
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        Assert.Equal(1, await device.CountAsync());

        await visit.OpenAsync("/account");
        await visit.Page.Locator("form[action$='/sign-out'] button").ClickAsync();
        await visit.Page.ReachAsync("**out=1");
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await visit.OpenAsync("/account/confirm?return=/account");
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/account");
        visit.HasNoTrouble();
    }

    [Fact]
    public async Task Another_device_may_be_added_and_one_removed_but_the_last_way_in_stays()
    {
        await using Visit visit = await browsers.VisitAsync();
        Device first = await Device.InAsync(visit.Page);
        await visit.OpenAsync(await browsers.InvitationAsync());
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await first.RemoveAsync();
        Device second = await Device.InAsync(visit.Page);
        await visit.OpenAsync("/en/account");
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**done=passkey-added");
        Assert.Equal(1, await second.CountAsync());

        ILocator keys = visit.Page.Locator("form[action$='/passkeys/remove'] button");
        Assert.Equal(2, await keys.CountAsync());
        await keys.First.ClickAsync();
        await visit.Page.ReachAsync("**done=passkey-removed");
        await keys.First.ClickAsync();
        await visit.Page.ReachAsync("**wrong=last");
        Assert.Equal(1, await keys.CountAsync());
        Assert.True(await visit.Page.GetByText("The last way to sign in cannot be removed").First.IsVisibleAsync());
    }

    [Fact]
    public async Task A_device_that_cannot_tell_who_holds_it_signs_nobody_in()
    {
        await using Visit visit = await browsers.VisitAsync();
        Device device = await Device.InAsync(visit.Page);
        await visit.OpenAsync(await browsers.InvitationAsync());
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await visit.OpenAsync("/en/account");
        await visit.Page.Locator("form[action$='/sign-out'] button").ClickAsync();
        await device.IsVerifiedAsync(false);
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.Locator("[data-passkey-note]").WaitForAsync();
        Assert.True(await visit.Page.GetByText("The passkey could not be used").IsVisibleAsync());
    }

    [Fact]
    public async Task Staff_come_in_by_a_passkey_alone_and_a_members_passkey_opens_no_console()
    {
        await using Visit visit = await browsers.VisitAsync();
        await Device.InAsync(visit.Page);
        await visit.OpenAsync(await browsers.StaffInvitationAsync("s-key"));
        await visit.Page.Locator("form[data-passkey] button").ClickAsync();
        await visit.Page.ReachAsync("**/console");
        await visit.OpenAsync("/console/account");
        visit.HasNoTrouble();

        await using Visit member = await browsers.VisitAsync();
        await Device.InAsync(member.Page);
        await member.OpenAsync(await browsers.InvitationAsync());
        await member.Page.Locator("form[data-passkey] button").ClickAsync();
        await member.Page.ReachAsync("**/my");
        await member.OpenAsync("/console/sign-in");
        await member.Page.Locator("form[data-passkey] button").ClickAsync();
        await member.Page.ReachAsync("**wrong=passkey**");
    }

    [Fact]
    public async Task Without_script_the_passkeys_form_is_not_there_and_a_password_is_set_and_used()
    {
        await using Visit visit = await browsers.VisitAsync(390, script: false);
        string link = await browsers.InvitationAsync();
        await visit.OpenAsync(link);
        Assert.False(await visit.Page.Locator("form[data-passkey]").IsVisibleAsync());
        await visit.Page.Locator("#password").FillAsync("korinji-no-yuuyake-73");
        await visit.Page.Locator("form:has(#password) button").ClickAsync();
        await visit.Page.ReachAsync("**/my");
        await visit.OpenAsync("/account/two-step");
        Assert.True(await visit.Page.Locator(".acc-qr").IsVisibleAsync());
    }
}
