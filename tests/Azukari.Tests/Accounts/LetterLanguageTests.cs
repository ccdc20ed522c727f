using System.Globalization;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Staff;
using Azukari.Company.Settings;
using Azukari.Console.Staff;
using Azukari.Join.Applications;
using Azukari.Policy;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Console;
using Azukari.Tests.Join;
using Azukari.Testing.Canaries;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Accounts;

/// <summary>What happens to an account is told in the language of its owner, whoever made it happen and on whichever pages.</summary>
public sealed class LetterLanguageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EngineData]
    public async Task That_a_recovery_code_was_used_is_told_in_the_members_language_and_in_the_pages_where_none_is_known(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (account, _, _, subject) = await world.MemberAsync();
        foreach (var (known, page, english) in new[] { ("en", PageLanguage.Japanese, true), ("ja", PageLanguage.English, false), (null, PageLanguage.English, true), (null, PageLanguage.Japanese, false) })
        {
            var code = (await world.Codes.NewRecoveryCodesAsync(account, Cancel))[0];
            CultureInfo.CurrentUICulture = page;
            Assert.IsType<SignInResult.Done>(await world.With<SignInDesk>(Knowing(subject, known)).ProveAsync(account, null, code, Cancel));
            Assert.Equal((AccountMessage.RecoveryCodeUsed, subject, english), Last(world));
        }
    }

    [Theory, EngineData]
    public async Task That_staff_let_somebody_in_is_told_in_the_members_language_not_in_the_desks(StoreEngine engine)
    {
        await using var world = await AccountsWorld.CreateAsync(engine);
        var (_, _, number, subject) = await world.MemberAsync();
        var desk = new StaffMember("s-desk", new HashSet<string> { "staff.customer-service" }, new HashSet<Duty> { Duty.Rights });
        foreach (var (known, page, english) in new[] { ("en", PageLanguage.Japanese, true), ("ja", PageLanguage.English, false), (null, PageLanguage.English, false) })
        {
            CultureInfo.CurrentUICulture = page;
            var result = await world.With<MemberRecovery>(Knowing(subject, known)).LinkAsync(desk, number, "identity-7", checkedIdentity: true, Cancel);
            Assert.True(result.Told, result.Refusal);
            Assert.Equal((AccountMessage.RecoveredByStaff, subject, english), Last(world));
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ja")]
    public async Task Whoever_joined_is_written_to_in_the_language_of_the_form(string language)
    {
        await using var host = new ConsoleHost();
        await host.InitializeAsync();
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = JoinWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = JoinWorld.Value("birth-date", "1980-04-01"),
            [ItemId.Parse("email")] = JoinWorld.Value("email", CanaryWords.Mail(970)),
        };
        var sent = Assert.IsType<Submitted>(await host.Services.GetRequiredService<ApplicationBook>().SubmitAsync(
            new NewApplication(SubjectId.New(), Azukari.Members.Contracts.MemberClass.Retail, host.Company.Trust.Policies.InForce.Version, Channel.Web, values, null, language, false, ApplicationWords.Web), Cancel));

        var languages = host.Services.GetServices<MemberLanguage>();
        Assert.Equal(language == "en", await languages.IsEnglishAsync(sent.Application.Subject, Cancel));
        Assert.Null(await languages.IsEnglishAsync(SubjectId.New(), Cancel));
    }

    private static List<MemberLanguage> Knowing(SubjectId member, string? language) => [new((_, _) => Task.FromResult<string?>(null)), new((subject, _) => Task.FromResult(subject == member ? language : "fr"))];

    private static (AccountMessage, SubjectId, bool) Last(AccountsWorld world) => world.Messages.All[^1] is var last ? (last.Message, last.To, last.English) : default;
}
