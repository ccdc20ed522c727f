using Azukari.Accounts.Contracts;
using Azukari.Accounts.Staff;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Testing.Canaries;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Browser.Tests;

/// <summary>Links by which people of the running company set what they sign in with.</summary>
internal static class Invitations
{
    private static int _people;

    private static readonly Accessor Desk = new("tester");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The invitation of a customer just taken in.</summary>
    public static async Task<string> InvitationAsync(this Browsers browsers)
    {
        CompanyCore company = browsers.Services.GetRequiredService<CompanyCore>();
        var n = Interlocked.Increment(ref _people);
        StoredValue Value(string item, string text) =>
            company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out StoredValue stored, out _) ? stored : throw new InvalidOperationException(item);
        (string Item, string Text)[] values =
        [
            ("name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"), ("kana", "ミホン ハナコ"), ("date-of-birth", "1980-04-01"), ("gender", "female"),
            ("address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"), ("mobile", $"090-0000-{7000 + n}"), ("email", CanaryWords.Mail(7000 + n)),
        ];
        var result = await company.Trust.Vault.AcquireAsync(new Acquisition
        {
            SubjectKind = MemberClass.Retail.Kind(), Channel = Channel.Web, PolicyVersion = company.Trust.Policies.InForce.Version, Values = values.ToDictionary(v => ItemId.Parse(v.Item), v => Value(v.Item, v.Text)),
        }, Desk, Cancel);
        var taken = Assert.IsType<Acquired>(result);
        var (book, acting) = (browsers.Services.GetRequiredService<MemberBook>(), new MemberActing(Desk, "application-1"));
        Assert.IsType<MemberDone>(await book.ApplyAsync(taken.SubjectId, MemberClass.Retail, null, Channel.Web, company.Trust.Policies.InForce.Version, acting, Cancel));
        Assert.IsType<MemberDone>(await book.ActivateAsync(taken.SubjectId, acting, cancel: Cancel));
        return Assert.IsType<AccountCreated>(await browsers.Services.GetRequiredService<MemberAccounts>().CreateAsync(taken.SubjectId, Desk, "application-1", Cancel)).Invitation.Path;
    }

    /// <summary>The link of a joiner.</summary>
    public static async Task<string> StaffInvitationAsync(this Browsers browsers, string login, params Duty[] duties) =>
        (await browsers.Services.GetRequiredService<StaffAccounts>().AddAsync(login, [], duties, Desk, Cancel)).Link!.Path;
}
