using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Azukari.Company;
using Azukari.Join;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Form;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Testing.Canaries;
using Azukari.Tests.Policy;
using Azukari.Tests.Site;
using Azukari.Vault;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>What the form asks of whom, what it says beside each group, and whom it names as sponsor.</summary>
public sealed partial class FormTests(FormTests.StrictHost host) : IClassFixture<FormTests.StrictHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("retail", "family,given,family-kana,given-kana,postal,prefecture,city,town,line,building,email,mobile,phone,payment-method,sponsor")]
    [InlineData("vip", "family,given,family-kana,given-kana,postal,prefecture,city,town,line,building,email,mobile,phone,birth,payment-method,sponsor")]
    [InlineData(
        "agent",
        "family,given,family-kana,given-kana,postal,prefecture,city,town,line,building,email,mobile,phone,fax,birth,gender,residence-status,payment-method,bank,branch,account-type,account-number,holder,sponsor")]
    public async Task A_form_asks_what_that_kind_needs_and_nothing_else(string kind, string fields)
    {
        var html = (await new JoinVisitor(host, "/join/" + kind).OpenAsync()).Html;
        Assert.Equal(fields.Split(','), Named().Matches(html).Select(field => field.Groups["name"].Value));
    }

    [Theory]
    [InlineData("retail", "family,given,postal,prefecture,city,line")]
    [InlineData("vip", "family,given,postal,prefecture,city,line")]
    [InlineData("agent", "family,given,postal,prefecture,city,line,birth")] // the law on agents' contracts asks for the age
    public async Task What_must_be_given_is_said_in_words_and_so_is_what_may_be_left_out(string kind, string required)
    {
        foreach (var (language, must, may) in new[] { ("", "必須", "任意"), ("/en", "Required", "Optional") })
        {
            var html = (await new JoinVisitor(host, $"{language}/join/{kind}").OpenAsync()).Html;
            var said = Needed().Matches(html).ToDictionary(field => field.Groups["name"].Value, field => field.Groups["need"].Value);
            Assert.Equal(required.Split(','), said.Where(field => field.Value == must).Select(field => field.Key));
            Assert.Equal(Named().Matches(html).Select(field => field.Groups["name"].Value).Except(required.Split(',')), said.Where(field => field.Value == may).Select(field => field.Key));
        }
    }

    // Read off the policy in force: which purposes grant somebody an item of the group, of that kind of person.
    [Theory]
    [InlineData("retail", "お支払い・お受取り", "1,3")]
    [InlineData("agent", "お支払い・お受取り", "1,3")]
    public async Task Beside_a_group_stands_what_the_policy_in_force_uses_it_for(string kind, string group, string purposes)
    {
        var page = (await new JoinVisitor(host, "/join/" + kind).OpenAsync()).Html;
        var beside = Group().Matches(page).ToDictionary(one => one.Groups["legend"].Value, one => one.Groups["body"].Value);
        var printed = Clauses().Matches(beside[group]).Select(clause => (clause.Groups["id"].Value, clause.Groups["heading"].Value));
        Assert.Equal(
            purposes.Split(',').Select(number => ShippedPolicies.Second.Clauses.Single(clause => clause.Id.Value == "purpose.member." + number)).Select(clause => (clause.Id.Value, clause.Heading.Ja)), printed);
    }

    [Fact]
    public void Another_policy_asks_and_explains_otherwise()
    {
        var (retail, options) = (SubjectKind.Parse("retail"), new JoinOptions());
        var plan = FormPlan.Of(ShippedPolicies.Second, retail, options, Channel.Web)!;
        Assert.Equal(["purpose.member.1", "purpose.member.3"], plan.PurposesOf(FormGroup.Payment).Select(clause => clause.Id.Value));
        Assert.False(plan.Find("email")!.Required);
        Assert.NotNull(plan.Find("mobile"));

        // The way to pay is used for payments alone, the mail address must be given, and telephones are not collected.
        var other = ShippedPolicies.Second with { Clauses = [.. ShippedPolicies.Second.Clauses.Select(clause => clause with { Rule = Otherwise(clause.Id.Value, clause.Rule) })] };
        plan = FormPlan.Of(other, retail, options, Channel.Web)!;
        Assert.Equal(["purpose.member.3"], plan.PurposesOf(FormGroup.Payment).Select(clause => clause.Id.Value));
        Assert.True(plan.Find("email")!.Required);
        Assert.Null(plan.Find("mobile"));
        options.Ask["retail"] = ["kana"];
        plan = FormPlan.Of(other, retail, options, Channel.Web)!;
        Assert.Equal(["name", "kana", "address", "email"], plan.Items.Select(item => item.Item.Value));
    }

    [Fact]
    public async Task A_sponsor_named_by_the_member_number_is_shown_by_the_nickname_alone_and_stays_with_the_application()
    {
        var mail = JoinVisitor.Mail(31);
        await new JoinVisitor(host, "/join/agent") { Typed = { ["birth"] = "H5.1.1", ["email"] = mail, ["mobile"] = "090-0000-3131" } }.ApplyAsync();
        var applications = host.Services.GetRequiredService<ApplicationBook>();
        var link = await JoinVisitor.LinkAsync(host, mail, "/join/confirm/");
        await new JoinVisitor(host, link).SendAsync("", ("electronic", "yes"));
        var sponsor = (await applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!.Subject;
        var read = await host.Services.GetRequiredService<CompanyCore>().Trust.Vault.ReadAsync(
            sponsor, [ItemId.Parse("member-number")], new AccessContext { Accessor = JoinWorld.Desk, As = ApplicationWords.Desk, Purpose = ApplicationWords.Purpose, Case = "A-TEST" }, Cancel);
        var number = Assert.IsType<Granted<ItemValues>>(read).Values[ItemId.Parse("member-number")]!.Value.Reveal();
        var nickname = host.Services.GetRequiredService<Referrals>().NicknameOf(sponsor).In(System.Globalization.CultureInfo.GetCultureInfo("ja"));

        var wide = string.Concat(number.Select(digit => char.IsAsciiDigit(digit) ? (char)(digit + 0xFEE0) : digit));
        var visitor = new JoinVisitor(host, "/join/retail")
        {
            Typed =
            {
                ["sponsor"] = wide, ["family"] = "別見本", ["given"] = "次郎", ["family-kana"] = "べつみほん", ["given-kana"] = "じろう", ["town"] = "神宮前", ["building"] = "", ["email"] = JoinVisitor.Mail(32),
            },
        };
        await visitor.CheckAsync();
        Assert.Contains($"<dd>{nickname}<br", visitor.Html.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(
            new[] { CanaryWords.FamilyName, CanaryWords.GivenName, "カナリヤヤシキ", CanaryWords.Town, CanaryWords.Building, mail, "3131", sponsor.ToString() },
            of => Assert.DoesNotContain(of, visitor.Html, StringComparison.Ordinal));
        await visitor.AgreeAsync("agree");
        Assert.Equal(HttpStatusCode.SeeOther, visitor.Status);
        link = await JoinVisitor.LinkAsync(host, JoinVisitor.Mail(32), "/join/confirm/");
        Assert.Equal(sponsor, (await applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!.Sponsor);
        await new JoinVisitor(host, link).SendAsync("");
        var joined = (await applications.OfConfirmationAsync(link["/join/confirm/".Length..], Cancel))!;
        Assert.Equal((ApplicationState.Accepted, sponsor), (joined.State, joined.Sponsor));
        await host.Services.GetRequiredService<SponsorTree>().CatchUpAsync(Cancel);
        Assert.Equal(sponsor, host.Services.GetRequiredService<SponsorTree>().ParentOf(joined.Subject));
    }

    [Theory]
    [InlineData("2006-11-25", false)] // twenty tomorrow
    [InlineData("2006-11-24", true)]
    public async Task The_age_from_which_somebody_may_be_an_agent_is_a_setting_and_so_is_whether_students_may(string birth, bool old)
    {
        var visitor = await new JoinVisitor(host, "/join/agent") { Typed = { ["birth"] = birth } }.OpenAsync();
        Assert.DoesNotContain("not-student", visitor.Html, StringComparison.Ordinal); // students may: nobody declares anything
        await visitor.CheckAsync();
        Assert.Equal(old, visitor.Html.Contains("name=\"do\" value=\"send\"", StringComparison.Ordinal));
        Assert.Equal(!old, visitor.Html.Contains("20歳未満の方は", StringComparison.Ordinal));
    }

    private static ClauseRule Otherwise(string clause, ClauseRule rule) => (clause, rule) switch
    {
        ("purpose.member.1", PurposeRule purpose) => purpose with { Grants = [.. purpose.Grants.Select(grant => grant with { Items = Without(grant.Items, "payment-method") })] },
        ("collection.registration", AcquisitionRule collected) => collected with
        {
            Items = [.. collected.Items.Where(item => item.Item.Value != "mobile").Select(item => item.Item.Value == "email" ? item with { Required = true } : item)],
        },
        _ => rule,
    };

    private static ImmutableArray<ItemId> Without(ImmutableArray<ItemId> items, string item) => [.. items.Where(one => one.Value != item)];

    [GeneratedRegex("<(input|select)[^>]* id=\"f-[^\"]+\" name=\"(?<name>[^\"]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("<label for=\"f-(?<name>[^\"]+)\">[^<]*<span class=\"az-need[^\"]*\">(?<need>[^<]+)</span>")]
    private static partial Regex Needed();

    [GeneratedRegex("<fieldset class=\"join-group\">\\s*<legend>(?<legend>[^<]+)</legend>(?<body>.*?)</fieldset>", RegexOptions.Singleline)]
    private static partial Regex Group();

    [GeneratedRegex("<li><a href=\"/policy#(?<id>[^\"]+)\">(?<heading>[^<]+)</a></li>")]
    private static partial Regex Clauses();

    /// <summary>A company that takes agents from 20 years on, students too.</summary>
    public sealed class StrictHost : SiteHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Join:AgentAge", "20").UseSetting("Join:AgentsMayBeStudents", "true");
        }
    }
}
