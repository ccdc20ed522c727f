using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>A member of the running company with an account and a history; pages open as them.</summary>
internal sealed class PortalMember
{
    private static readonly Accessor Desk = new("tester");

    private static int _people;

    private readonly Browsers _browsers;
    private readonly Account _account;

    private PortalMember(Browsers browsers, SubjectId subject, Account account) => (_browsers, Id, _account) = (browsers, subject, account);

    public SubjectId Id { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrustVault Vault => _browsers.Services.GetRequiredService<CompanyCore>().Trust.Vault;

    /// <summary>An agent taken in under the older version, so that there is something to answer.</summary>
    public static async Task<PortalMember> CreateAsync(Browsers browsers, MemberClass @class = MemberClass.Agent)
    {
        var company = browsers.Services.GetRequiredService<CompanyCore>();
        var n = Interlocked.Increment(ref _people);
        StoredValue Value(string item, string text) =>
            company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out _) ? stored : throw new InvalidOperationException(item);
        (string Item, string Text)[] values =
        [
            ("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"), ("kana", "ミホン ハナコ"), ("date-of-birth", "1980-04-01"), ("gender", "female"),
            ("address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"), ("mobile", $"090-0000-{1000 + n}"), ("email", CanaryWords.Mail(n)),
            ("bank-account", "0001-001-普通-1234567-ミホン ハナコ"),
        ];
        var taken = (Acquired)await company.Trust.Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = @class.Kind(), Channel = Channel.Web, PolicyVersion = PolicyVersion.Parse("2021-04"), Values = values.ToDictionary(v => ItemId.Parse(v.Item), v => Value(v.Item, v.Text)),
        }, Desk, Cancel);
        var subject = taken.SubjectId;
        var (book, acting) = (browsers.Services.GetRequiredService<MemberBook>(), new MemberActing(Desk, "application-1"));
        Assert.IsType<MemberDone>(await book.ApplyAsync(subject, @class, null, Channel.Web, company.Trust.Policies.InForce.Version, acting, Cancel));
        Assert.IsType<MemberDone>(await book.ActivateAsync(subject, acting, cancel: Cancel));
        await browsers.Services.GetRequiredService<MemberAccounts>().CreateAsync(subject, Desk, "application-1", Cancel);
        var accounts = browsers.Services.GetRequiredService<AccountBook>();
        var account = (await accounts.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await accounts.ActivateAsync(account.Id, Cancel);
        return new PortalMember(browsers, subject, (await accounts.FindAsync(account.Id, Cancel))!);
    }

    /// <summary>A browser they are signed in with, having just proved who they are.</summary>
    public async Task<Visit> VisitAsync(int width = 1280, bool dark = false, bool script = true)
    {
        Visit visit = await _browsers.VisitAsync(width, dark, script);
        var opened = await _browsers.Services.GetRequiredService<MemberSessions>().OpenAsync(_account, "test", "browser", "passkey", proved: true, Cancel);
        await visit.CookieAsync(MemberScheme.PlainCookie, opened.Token, _browsers.Address);
        return visit;
    }

    /// <summary>Their number and a password, set as they would.</summary>
    public async Task<(string Number, string Password)> PasswordAsync()
    {
        const string password = "korinji-no-yuuyake-73";
        await _browsers.Services.GetRequiredService<AccountBook>().SetPasswordAsync(_account.Id, _browsers.Services.GetRequiredService<Passwords>().Hash(password), Cancel);
        var number = ItemId.Parse("member-number");
        var read = (Granted<ItemValues>)await Vault.ReadAsync(Id, [number], Azukari.Portal.Information.OwnData.Context, Cancel);
        return (read.Values.Get<MemberNumber>(number)!.Number, password);
    }

    /// <summary>An access of the staff, and its entry.</summary>
    public async Task<string> LookAsync(string @as, string purpose, string @case, params string[] items) => (await Vault.ReadAsync(
        Id, [.. items.Select(ItemId.Parse)], new AccessContext { Accessor = new Accessor("s-kodama"), As = RecipientKind.Parse(@as), Purpose = ClauseId.Parse(purpose), Case = @case }, Cancel)).EntryId.ToString();

    /// <summary>Uses of several kinds, so that a list and its picture have something to show. Gives one entry.</summary>
    public async Task<string> LivedAsync()
    {
        await LookAsync("staff.customer-service", "purpose.member.6", "inquiry-7", "name", "kana", "email", "mobile");
        await LookAsync("staff.marketing", "purpose.member.4", "campaign-1", "name", "region", "class");
        await LookAsync("staff.shipping", "purpose.member.2", "order-1041", "name", "date-of-birth");
        return await LookAsync("staff.shipping", "purpose.member.2", "order-1042", "name", "address", "mobile");
    }
}
