using System.CommandLine;
using System.Globalization;
using Azukari.Cli.Terminal;
using Azukari.Ledger;

namespace Azukari.Cli.Subjects;

/// <summary><c>azukari history</c>: who used what of a person, when and for what. No values.</summary>
internal sealed class HistoryCommand : CliCommand
{
    private readonly Option<bool> _json;
    private readonly CliArgument _subject;

    public HistoryCommand(Language language)
        : base(language, "history", new("誰が、いつ、何のために、どの項目を使ったか（値は出ません）", "who used what of a person, when and for what (no values)"))
    {
        _json = Flag("--json", new("台帳の記録を1行に1件の JSON で表示する", "print the ledger's entries, one JSON a line"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari history SUBJECT", new("この人の記録をすべて", "everything recorded about this person"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var subject = Ids.Subject(call.Need(_subject));
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.InspectAsync(company, screen, subject, "history", cancel);
        var any = false;
        var rows = new List<IReadOnlyList<string>>();
        await foreach (var entry in company.Trust.Vault.HistoryAsync(subject, cancel))
        {
            any = true;
            if (call.Has(_json)) screen.Line(System.Text.Encoding.UTF8.GetString(entry.ToCanonicalJson()));
            else rows.Add(Row(screen, entry));
        }

        if (!any)
        {
            screen.Error("この人はいないか、消去されました。", "there is no such person, or the person was erased.");
            return ExitCode.NotFound;
        }

        if (!call.Has(_json))
        {
            string[] head = screen.Language == Language.Japanese
                ? ["日時（日本時間）", "したこと", "誰が", "役割", "目的", "案件", "項目・理由"]
                : ["time (Asia/Tokyo)", "what", "who", "as", "purpose", "case", "items or reason"];
            screen.Lines(TextTable.Lines(head, rows));
        }

        return ExitCode.Ok;
    }

    private static string[] Row(Screen screen, LedgerEntry entry) =>
    [
        Moments.InTokyo(entry.Time), KindWords.Of(entry.Kind, screen.Language), entry.Accessor ?? "-", entry.As ?? "-", entry.Purpose ?? "-", entry.Case ?? "-",
        What(entry),
    ];

    private static string What(LedgerEntry entry)
    {
        var parts = new List<string>();
        if (entry.Items.Count > 0) parts.Add(string.Join(",", entry.Items));
        if (entry.Reason is { } reason) parts.Add($"[{reason}{(entry.Clauses.Count > 0 ? $" {string.Join(",", entry.Clauses)}" : "")}]");
        if (entry.Recipient is { } to) parts.Add($"→ {to}");
        if (entry.Count is { } count) parts.Add(count.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "-" : string.Join(' ', parts);
    }
}
