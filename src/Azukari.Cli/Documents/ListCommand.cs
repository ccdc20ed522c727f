using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Cli.Documents;

/// <summary><c>azukari documents list</c>: the documents held of a person; with their files' names only for a purpose.</summary>
internal sealed class ListCommand : CliCommand
{
    private readonly Acting _acting;
    private readonly CliOption _items;
    private readonly Option<bool> _confirmed;
    private readonly Option<bool> _json;
    private readonly CliArgument _subject;

    public ListCommand(Language language)
        : base(language, "list", new("ある人の文書の一覧（ファイル名は目的を示したときだけ）", "the documents held of a person (file names only for a purpose)"))
    {
        _acting = new Acting(this, needed: false);
        _items = Option("--items", "ITEM,…", new("この項目の文書だけ（カンマ区切り。目的を示したとき）", "documents of these items only, separated by commas (for a purpose)"));
        _confirmed = Flag("--identity-confirmed", new("ご本人であることを --case の請求で確認した", "the person's identity was confirmed in the request --case names"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "ファイル名は個人の情報です。--purpose と --as を示すと、条項が判断し、台帳に残してから名前を表示します。",
            "File names are personal. With --purpose and --as a clause decides, and the ledger has the entry before a name is shown.");
        Examples =
        [
            new("azukari documents list SUBJECT", new("何を預かっているか", "what is held")),
            new("azukari documents list --purpose purpose.public.7 --as staff.hr --items resume --case application-8 SUBJECT", new("応募書類を、ファイル名つきで", "application documents with their names")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        var context = _acting.IsGiven(call) ? _acting.Read(call) with { IdentityConfirmed = call.Has(_confirmed) } : null;
        var items = call.Get(_items) is { } text ? Ids.Items(text, _items.Name) : null;
        await using var company = await Session.OpenAsync(call, cancel);
        return context is null ? await FactsAsync(call, company, subject, cancel) : await NamesAsync(call, company, subject, items, context, cancel);
    }

    private async Task<ExitCode> FactsAsync(Invocation call, CompanyCore company, SubjectId subject, CancellationToken cancel)
    {
        await Operators.InspectAsync(company, call.Screen, subject, "documents", cancel);
        if (await company.Trust.Vault.Documents.ListAsync(subject, cancel) is not { } documents)
        {
            call.Screen.Error("この人はいないか、消去されました。", "there is no such person, or the person was erased.");
            return ExitCode.NotFound;
        }

        Print(call, company, [.. documents.Select(d => new NamedDocument(d, null))], null);
        return ExitCode.Ok;
    }

    private async Task<ExitCode> NamesAsync(Invocation call, CompanyCore company, SubjectId subject, IReadOnlyList<ItemId>? items, AccessContext context, CancellationToken cancel)
    {
        if (await Operators.RefuseAsync(company, context, subject, call, call.Has(_json), cancel) is { } refused) return refused;
        switch (await company.Trust.Vault.Documents.ListNamedAsync(subject, items, context, cancel))
        {
            case Granted<IReadOnlyList<NamedDocument>> granted:
                Print(call, company, granted.Values, granted.EntryId.ToString());
                return ExitCode.Ok;
            case RefusedAccess<IReadOnlyList<NamedDocument>> no:
                return RefusalPage.Print(call, company, no.Refusal, no.EntryId, call.Has(_json));
            default:
                Print(call, company, [], null);
                return ExitCode.Ok;
        }
    }

    private void Print(Invocation call, CompanyCore company, IReadOnlyList<NamedDocument> documents, string? entry)
    {
        var screen = call.Screen;
        if (call.Has(_json))
        {
            JsonPage.Write(screen, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("documents");
                foreach (var document in documents) DocumentPages.Write(json, document, entry is not null);
                json.WriteEndArray();
                if (entry is not null) json.WriteString("entry", entry);
                json.WriteEndObject();
            });
            return;
        }

        if (documents.Count == 0) screen.Note("文書はありません。", "no documents.");
        else DocumentPages.List(screen, company, documents, entry is not null);
        if (entry is not null) screen.Note($"台帳 {entry}", $"entry {entry}");
    }
}
