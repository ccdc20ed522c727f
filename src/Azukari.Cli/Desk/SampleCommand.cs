using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Sample;

namespace Azukari.Cli.Desk;

/// <summary><c>azukari sample</c>: a company to try things on.</summary>
internal sealed class SampleCommand : CliCommand
{
    private readonly CliOption _policy;

    public SampleCommand(Language language) : base(language, "sample", new("見本の会社と300人をデータフォルダに作る", "make the sample company and its 300 people in a new data folder"))
    {
        _policy = Option("--policies", "DIR", new("方針のファイルがあるフォルダ（既定: policies/seacret-direct-japan）", "the folder with the policy files (default: policies/seacret-direct-japan)"));
        Details = language.Text(
            "人も値もすべて見本で、実在しません。2021年4月の方針と2026年10月の方針を順に公表し、それぞれの下で人を預かります。ログインしている利用者が、番号の担当を除くすべての役割を持つ操作者になります。",
            "People and values are specimens: nobody is real. The policies of April 2021 and of October 2026 are published in turn, and people acquired under each. Your login becomes an operator with every desk's role but the one for Individual Numbers.");
        Examples =
        [
            new("azukari sample", new("data/ に作る", "in data/")),
            new("azukari sample --data /tmp/mihon", new("別のフォルダに", "in another folder")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var options = Session.Options(call);
        var policies = SamplePolicies.Find(call.Get(_policy));
        var made = await SampleCompany.CreateAsync(options, policies, Operators.Accessor(screen).Code, screen.Clock, cancel);
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
