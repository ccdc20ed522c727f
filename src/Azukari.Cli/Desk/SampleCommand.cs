using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Sample;
using Azukari.Console;
using Azukari.Mailings;
using Azukari.Members;

namespace Azukari.Cli.Desk;

/// <summary><c>azukari sample</c>: a company to try things on.</summary>
internal sealed class SampleCommand : CliCommand
{
    private readonly CliOption _policy;
    private readonly CliOption _people;

    public SampleCommand(Language language) : base(language, "sample", new("見本の会社と300人をデータフォルダに作る", "make the sample company and its 300 people in a new data folder"))
    {
        _policy = Option("--policies", "DIR", new("方針のファイルがあるフォルダ（既定: policies/seacret-direct-japan）", "the folder with the policy files (default: policies/seacret-direct-japan)"));
        _people = Option("--people", "N", new("人数（既定は300人が残る。最大 1000000）", "how many people (300 stay unless said; at most 1000000)"));
        Details = language.Text(
            "人も値もすべて見本で、実在しません。2021年4月の方針と2026年10月の方針を順に公表し、それぞれの下で人を預かります。ログインしている利用者が、番号の担当を除くすべての役割を持つ操作者になります。",
            "People and values are specimens: nobody is real. The policies of April 2021 and of October 2026 are published in turn, and people acquired under each. Your login becomes an operator with every desk's role but the one for Individual Numbers.");
        Examples =
        [
            new("azukari sample", new("data/ に作る", "in data/")),
            new("azukari sample --data /tmp/mihon", new("別のフォルダに", "in another folder")),
            new("azukari sample --people 100000 --data /tmp/mihon", new("10万人と紹介の系列を、数分で", "a hundred thousand people and their sponsor tree, in minutes")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var options = Session.Options(call);
        var policies = SamplePolicies.Find(call.Get(_policy));
        int? people = call.Get(_people) is null ? null : call.Number(_people, 0, 0, 1_000_000);
        var made = await SampleCompany.CreateAsync(
            options, policies, Operators.Accessor(screen).Code, screen.Clock, people, [MembersModule.Sample(), ConsoleModule.Sample(), MailingsModule.Sample()], cancel);
        screen.Lines(TextTable.Pairs(
        [
            (screen.Say("場所", "folder"), options.Folder), (screen.Say("方針", "policies"), string.Join(", ", made.Versions)),
            (screen.Say("人", "people"), $"{made.People}"), (screen.Say("操作者", "operator"), screen.Login),
        ], screen.Width));
        if (made.Tour is not { } somebody) return ExitCode.Ok;
        screen.Line();
        screen.Line(screen.Say("次に試すこと（SUBJECT の代わりに見本のひとり）:", "what to try next, with one of the people:"));
        screen.Line($"  azukari access --purpose purpose.member.2 --as staff.shipping --items name,address,mobile --case order-1042 {somebody}");
        screen.Line($"  azukari history {somebody}");
        return ExitCode.Ok;
    }
}
