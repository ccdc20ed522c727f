using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Vault;

namespace Azukari.Cli.Documents;

/// <summary><c>azukari documents read</c>: the content of a document for a purpose, to a file of mode 0600 or standard output; or the refusal.</summary>
internal sealed class ReadCommand : CliCommand
{
    private readonly Acting _acting;
    private readonly CliOption _out;
    private readonly Option<bool> _confirmed;
    private readonly CliArgument _subject;
    private readonly CliArgument _document;

    public ReadCommand(Language language)
        : base(language, "read", new("ある人の文書を、目的を示して読む", "read a document of a person for a purpose"))
    {
        _acting = new Acting(this);
        _confirmed = Flag("--identity-confirmed", new("ご本人であることを --case の請求で確認した（開示のとき。台帳に残る）", "the person's identity was confirmed in the request --case names (for a disclosure; recorded)"));
        _out = Option("--out", "FILE", new("書き出す先（権限 0600 の新しいファイル。既定は標準出力）", "the new file to write, mode 0600 (default: standard output)"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _document = Argument("DOCUMENT", new("文書の id（32文字）", "the document's id (32 characters)"));
        Details = language.Text(
            "最初の1バイトを出す前に台帳に残ります。読んでいる間に撤回・利用停止・消去があれば、そこで止まり、途中までのファイルは消し、終了コードは 3 です。",
            "The ledger has the entry before the first byte is written. A withdrawal, restriction or erasure meanwhile ends it there: the file begun is removed, and it exits with 3.");
        Examples =
        [
            new("azukari documents read --purpose purpose.public.7 --as staff.hr --case application-8 --out resume.pdf SUBJECT DOCUMENT",
                new("選考のために応募書類を読む", "an application document, for screening")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var context = _acting.Read(call) with { IdentityConfirmed = call.Has(_confirmed) };
        if (context is { IdentityConfirmed: true, Case: null })
            throw new UsageException("--identity-confirmed には、確認した請求を --case で示してください。", "--identity-confirmed needs --case: the request in which the identity was confirmed.");
        var (subject, document) = (Ids.Subject(call.Need(_subject)), Ids.Document(call.Need(_document)));
        var file = call.Get(_out);
        if (file is not null && File.Exists(file)) throw new UsageException($"{_out.Name} のファイルは既にあります。", $"the file of {_out.Name} is there already.");
        await using var company = await Session.OpenAsync(call, cancel);
        if (await Operators.RefuseAsync(company, context, subject, call, json: false, cancel) is { } refused) return refused;
        switch (await company.Trust.Vault.Documents.OpenAsync(subject, document, context, cancel))
        {
            case Granted<DocumentContent> granted:
                await using (granted.Values) return await CopyAsync(call, company, granted, file, cancel);
            case RefusedAccess<DocumentContent> no:
                return RefusalPage.Print(call, company, no.Refusal, no.EntryId, json: false);
            default:
                call.Screen.Error("この人のそのような文書はありません。", "the person has no such document.");
                return ExitCode.NotFound;
        }
    }

    private static async Task<ExitCode> CopyAsync(Invocation call, CompanyCore company, Granted<DocumentContent> granted, string? file, CancellationToken cancel)
    {
        var screen = call.Screen;
        try
        {
            if (file is null)
            {
                await screen.Out.FlushAsync(cancel);
                await using var output = screen.OpenOutput();
                await granted.Values.Content.CopyToAsync(output, cancel);
            }
            else
            {
                await WriteAsync(granted.Values.Content, file, cancel);
                screen.Lines(TextTable.Pairs(
                [
                    .. DocumentPages.Facts(screen, company, granted.Values.Document),
                    (screen.Say("元の名前", "name"), granted.Values.FileName ?? screen.Say("（なし）", "(none)")),
                ], screen.Width));
                screen.Note($"{file} に書き出しました。使い終えたら消してください。", $"written to {file}. Delete it when you are done with it.");
            }
        }
        catch (DocumentStoppedException stopped)
        {
            screen.Note("読み取りは途中で止まりました。", "the reading was stopped.");
            if (stopped.Refusal is { } refusal) return RefusalPage.Print(call, company, refusal, stopped.EntryId, json: false);
            screen.Error("文書は削除されました。", "the document was deleted.");
            return ExitCode.NotFound;
        }

        screen.Note($"台帳 {granted.EntryId}", $"entry {granted.EntryId}");
        return ExitCode.Ok;
    }

    private static async Task WriteAsync(Stream content, string file, CancellationToken cancel)
    {
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, mode);
        try
        {
            await content.CopyToAsync(stream, cancel);
        }
        catch
        {
            File.Delete(file); // a part of a document is nobody's document
            throw;
        }
    }
}
