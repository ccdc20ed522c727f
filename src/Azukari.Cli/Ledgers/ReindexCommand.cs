using System.Globalization;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Ledger;

namespace Azukari.Cli.Ledgers;

/// <summary><c>azukari ledger reindex</c>: makes what the ledger is searched and counted by again from its entries.</summary>
internal sealed class ReindexCommand : CliCommand
{
    public ReindexCommand(Language language) : base(language, "reindex", new("台帳の検索用の索引と件数を作り直す", "make the ledger's search index and counts again"))
    {
        Details = language.Text(
            "索引と件数は記録から作った写しで、何も証明しません。記録そのものには触れません。ホストが動いている間にも実行でき、その間は検索が遅くなります。",
            "Index and counts are made from the entries and prove nothing; the entries themselves are not touched. It runs beside a host, whose searches are slower meanwhile.");
        Examples = [new("azukari ledger reindex", new("索引と件数を作り直す", "make index and counts again"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Operations, Duty.Audit);
        await company.Trust.Ledger.RebuildSearchAsync(new Steps(call.Screen), cancel);
        var state = await company.Trust.Ledger.SearchStateAsync(cancel);
        call.Screen.Line(call.Screen.Say($"{N(state.Goal)} 件の記録から作り直しました。", $"made again from {N(state.Goal)} entries."));
        return ExitCode.Ok;
    }

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class Steps(Screen screen) : IProgress<SearchState>
    {
        public void Report(SearchState value)
        {
            if (!value.Whole) screen.Note($"{N(value.Done)} / {N(value.Goal)} 件", $"{N(value.Done)} of {N(value.Goal)} entries");
        }
    }
}
