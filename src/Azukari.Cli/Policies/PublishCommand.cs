using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Settings;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Vault;

namespace Azukari.Cli.Policies;

/// <summary><c>azukari policy publish</c>: shows what would change for whom, then puts the version in force.</summary>
internal sealed class PublishCommand : CliCommand
{
    private readonly Option<bool> _yes;
    private readonly Option<bool> _replay;
    private readonly CliArgument _file;

    public PublishCommand(Language language) : base(language, "publish", new("新しい版を公表し、効力を持たせる", "publish a version and put it in force"))
    {
        _yes = Flag("--yes", new("影響を表示したら、確認の質問をせずに公表する", "publish without asking, after the impact was shown"));
        _replay = Flag("--replay", new("この30日間の台帳を新しい版で再生し、拒否されることになる利用を数える", "replay the ledger of the last 30 days under the version, and count the uses it would refuse"));
        _file = Argument("FILE", new("公表する方針のファイル", "the policy file to publish"));
        Details = language.Text(
            "まず影響を表示します: できるようになる・できなくなる利用、影響を受ける人、効力を失う同意。登録された利用を許さなくなる版は拒否されます。公表は台帳に残り、取り消せません。",
            "First the impact: accesses gained and lost, people affected, consents invalidated. A version that strands a registered view is refused. Publishing is recorded and cannot be undone.");
        Examples = [new("azukari policy publish policies/seacret-direct-japan/2026-10.yaml", new("影響を見てから決める", "see the impact, then decide"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        if (PolicyFiles.Load(call.Need(_file), screen) is not { } document) return ExitCode.Unusable;
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, null, cancel, Duty.Policy);
        if (company.Trust.HasPolicy)
        {
            var before = company.Trust.Policies.InForce.Document;
            if (before.Sha256 == document.Sha256)
            {
                screen.Line(screen.Say($"{document.Version} はすでに効力があります。", $"{document.Version} is in force already."));
                return ExitCode.Ok;
            }

            var difference = PolicyDiff.Compare(before, document);
            PolicyPages.Difference(screen, difference);
            ReplayPages.Impact(screen, await company.Trust.Publications.ImpactAsync(difference, cancel));
            if (call.Has(_replay)) await ReplayAsync(screen, company, document, by, cancel);
            if (difference.Undeclared.Any())
            {
                screen.Error(
                    "知らせ方の足りない広がりがあります。方針の notice に書いてください。", "some widenings do not say (enough) how people are told: declare them under notice in the policy.");
                return ExitCode.Findings;
            }
        }

        Confirm.Ask(call, _yes, $"{document.Version} を公表します。取り消せません。", $"This publishes {document.Version}. It cannot be undone.");
        var published = await company.Trust.Publications.PublishAsync(document, by, cancel);
        screen.Line();
        screen.Lines(TextTable.Pairs(
            [(screen.Say("効力のある版", "in force"), published.Version.Value), (screen.Say("台帳", "entry"), published.EntryId?.ToString() ?? "-")], screen.Width));
        return ExitCode.Ok;
    }

    private static async Task ReplayAsync(Screen screen, CompanyCore company, PolicyDocument document, Accessor by, CancellationToken cancel)
    {
        await company.Trust.Vault.RecordInspectionAsync(null, by, "replay", cancel);
        var now = screen.Clock.GetUtcNow();
        ReplayPages.Print(screen, await company.Trust.Publications.ReplayAsync(document, now - ReplayPages.Span, now, ct: cancel));
    }
}
