using System.CommandLine;
using Azukari.Cli.Rights;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Policy.Deciding;

namespace Azukari.Cli.Documents;

/// <summary><c>azukari documents remove</c>: deletes a document with all its versions, keys first.</summary>
internal sealed class RemoveCommand : CliCommand
{
    private readonly Option<bool> _yes;
    private readonly CliOption _case;
    private readonly CliOption _reason;
    private readonly CliArgument _subject;
    private readonly CliArgument _document;

    public RemoveCommand(Language language) : base(language, "remove", new("ある人の文書を、すべての版とともに消す（元に戻せません）", "delete a document with all its versions (cannot be undone)"))
    {
        _yes = Flag("--yes", new("確認の質問をしない", "do not ask"));
        _case = Option("--case", "CASE", new("請求などの番号", "the request it is done for"));
        _reason = Option("--reason", "REASON", new("理由: untrue（事実でない）、not-needed（不要、何も書かないとき）、unlawful（違法）", "why: untrue, not-needed (when left out) or unlawful"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _document = Argument("DOCUMENT", new("文書の id（32文字）", "the document's id (32 characters)"));
        Details = language.Text(
            "文書の鍵を破壊します。古いバックアップからも読めなくなり、読んでいる途中の人もそこで止まります。",
            "The document's keys are destroyed: no old backup of the data opens it, and who is reading it reads no further.");
        Examples = [new("azukari documents remove --yes --reason untrue --case request-21 SUBJECT DOCUMENT", new("ご本人の請求で消す", "at the person's request"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var (subject, document) = (Ids.Subject(call.Need(_subject)), Ids.Document(call.Need(_document)));
        var @case = call.Get(_case) is { } code ? Ids.Code(code, _case.Name) : null;
        var why = DeletionReason.NotNeeded;
        if (call.Get(_reason) is { } word && !DeletionReasons.TryParse(word, out why)) throw new UsageException("--reason は untrue、not-needed、unlawful のどれかです。", "--reason is untrue, not-needed or unlawful.");
        Confirm.Ask(call, _yes, "この文書をすべての版とともに消します。元に戻せません。", "This deletes the document with all its versions. It cannot be undone.");
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, subject, cancel, Duty.Rights);
        return Acts.Print(call, company, await company.Trust.Vault.Documents.DeleteAsync(subject, document, by, @case, why, cancel), new("削除", "deleted"));
    }
}
