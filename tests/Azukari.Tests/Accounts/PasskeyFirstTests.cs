using Azukari.Accounts.SignIn;
using Azukari.Accounts.Storage;
using Azukari.Storage;
using Azukari.Tests.Console;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Azukari.Tests.Accounts;

/// <summary>A passkey is passed by by nobody: not by who reads the member's mail, not by another page that has it answered.</summary>
public sealed class PasskeyFirstTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mailed_link_sets_no_password_where_a_passkey_is_the_second_factor()
    {
        TestMember member = await host.MemberAsync();
        await using (var db = await host.Get<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel))
        {
            db.Add(new Passkey { CredentialId = Guid.NewGuid().ToByteArray(), AccountId = member.Account, PublicKey = [1], CreatedAt = host.Clock.Now, SignCount = 0, Transports = "", UserVerified = true, BackupEligible = false, BackedUp = false, Device = "other-other" });
            await db.SaveChangesAsync(Cancel);
        }

        string? before = (await host.Book.FindAsync(member.Account, Cancel))!.PasswordHash;
        await host.Get<SignInDesk>().ForgottenAsync(member.Email, english: false, Cancel);
        string path = host.Messages.LinkOf(member.Subject)!;
        using HttpClient thief = host.Browser();
        string page = await thief.GetStringAsync("/en" + path, Cancel);
        Assert.Contains("sign in with it, then set the password", page, StringComparison.Ordinal);
        Assert.Contains("/en/contact", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"password\"", page, StringComparison.Ordinal);
        using HttpResponseMessage set = await ConsoleHost.SendAsync(thief, path, path, ("password", "nagareboshi-wo-kazoe-3"));
        Assert.Equal(path, AccountsHost.To(set));
        Assert.Equal(before, (await host.Book.FindAsync(member.Account, Cancel))!.PasswordHash);
        using HttpResponseMessage own = await thief.GetAsync("/my", Cancel);
        Assert.StartsWith("/account/sign-in", AccountsHost.To(own), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://azukari.example.jp", false, true)]
    [InlineData("https://azukari.example.jp:443", false, true)]
    [InlineData("https://azukari.example.jp", true, false)]
    [InlineData("https://blog.azukari.example.jp", false, false)]
    [InlineData("http://azukari.example.jp", false, false)]
    [InlineData("https://azukari.example.jp:8443", false, false)]
    [InlineData("https://azukari.example.jp.evil.example", false, false)]
    [InlineData("http://localhost:5080", false, false)]
    [InlineData("null", false, false)]
    [InlineData("", false, false)]
    public void An_answer_is_taken_from_our_own_pages_only(string origin, bool within, bool taken)
    {
        DefaultHttpContext http = new();
        (http.Request.Scheme, http.Request.Host) = ("https", new HostString("elsewhere.example.jp"));
        PasskeyOriginValidationContext context = new() { HttpContext = http, Origin = origin, CrossOrigin = within, TopOrigin = null };
        Assert.Equal(taken, PasskeyOrigins.Allows(context, "https://azukari.example.jp/", development: false));
        Assert.Equal(taken || (origin.Contains("localhost", StringComparison.Ordinal) && !within), PasskeyOrigins.Allows(context, "https://azukari.example.jp/", development: true));
    }

    [Fact]
    public async Task Without_an_address_of_its_own_the_program_takes_the_one_it_was_asked_at_and_always_looks()
    {
        var options = host.Get<IOptions<IdentityPasskeyOptions>>().Value;
        DefaultHttpContext http = new();
        (http.Request.Scheme, http.Request.Host) = ("https", new HostString("console.example.jp"));
        async Task<bool> TakesAsync(string origin, string? top = null) => await options.ValidateOrigin!(new PasskeyOriginValidationContext { HttpContext = http, Origin = origin, CrossOrigin = false, TopOrigin = top });
        Assert.True(await TakesAsync("https://console.example.jp"));
        Assert.False(await TakesAsync("https://other.example.jp"));
        Assert.False(await TakesAsync("https://console.example.jp", "https://other.example.jp"));
    }
}
