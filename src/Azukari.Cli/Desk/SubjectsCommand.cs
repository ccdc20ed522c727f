using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Policy;

namespace Azukari.Cli.Desk;

/// <summary><c>azukari subjects</c>: some ids, by kind, for a first look. Ids tell nothing about anybody.</summary>
internal sealed class SubjectsCommand : CliCommand
{
    private readonly CliOption _kind;
    private readonly CliOption _limit;

    public SubjectsCommand(Language language) : base(language, "subjects", new("預かっている人の id を並べる（値は出ません）", "list ids of people (no values)"))
    {
        _kind = Option("--kind", "KIND", new("この種別の人だけ（agent, vip, retail, inquirer, applicant など）", "of this kind only (agent, vip, retail, inquirer, applicant, …)"));
        _limit = Option("--limit", "N", new("最大の件数（既定 10、最大 1000）", "at most this many (default 10, at most 1000)"));
        Examples = [new("azukari subjects --kind agent --limit 3", new("エージェントを3人", "three agents"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        SubjectKind? kind = call.Get(_kind) is { } text ? Ids.Kind(text, _kind.Name) : null;
        var limit = call.Number(_limit, 10, 1, 1000);
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.InspectAsync(company, call.Screen, null, "subjects", cancel);
        if (kind is { } asked && !company.Trust.Policies.Vocabulary.Find(asked).Exists)
            throw new UsageException($"方針に {asked} という種別はありません。", $"the policy has no kind {asked}.");
        var rows = new List<IReadOnlyList<string>>();
        await foreach (var subject in company.Trust.Vault.SubjectsAsync(kind, cancel).Take(limit))
        {
            if (await company.Trust.Vault.DescribeAsync(subject, cancel) is { } found) rows.Add([subject.ToString(), found.Kind.Value]);
        }

        call.Screen.Lines(TextTable.Lines(null, rows));
        return rows.Count == 0 ? ExitCode.NotFound : ExitCode.Ok;
    }
}
