using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Cli.Documents;

/// <summary><c>azukari documents add</c>: takes a document of a person in, from a file or standard input, sealed as it is read.</summary>
internal sealed class AddCommand : CliCommand
{
    private readonly CliOption _item;
    private readonly CliOption _type;
    private readonly CliOption _channel;
    private readonly CliOption _version;
    private readonly CliOption _case;
    private readonly CliOption _replaces;
    private readonly Option<bool> _told;
    private readonly CliArgument _subject;
    private readonly CliArgument _file;

    public AddCommand(Language language)
        : base(language, "add", new("ある人の文書を預かる（ファイルまたは標準入力から）", "take in a document of a person, from a file or standard input"))
    {
        _item = Option("--item", "ITEM", new("どの項目の文書か（consultation、recording、resume など）", "which item it is (consultation, recording, resume, …)"), needed: true);
        _type = Option("--type", "TYPE", new("種類（例: application/pdf。既定はファイル名の末尾から）", "its type, such as application/pdf (default: by the end of the file's name)"));
        _channel = Option("--channel", "CHANNEL", new("どの経路で受け取ったか（web、paper、phone、inquiry。既定は paper）", "by which way it came: web, paper, phone, inquiry (default: paper)"));
        _version = Option("--version-shown", "VERSION", new("ご本人にお見せした方針の版（既定は施行中の版）", "the policy version shown to the person (default: the one in force)"));
        _case = Option("--case", "CASE", new("案件の番号（問い合わせ・応募など）", "the inquiry, application or request it belongs to"));
        _replaces = Option("--replaces", "DOCUMENT", new("置き換える文書の id。前の版も残る", "the id of the document it replaces; that stays as an earlier version"));
        _told = Flag("--told-of-recording", new("録音することを先に伝えた", "the caller was told first that the call is recorded"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _file = Argument("FILE", new("読むファイル。名前も封じて預かる（なければ標準入力から、名前なし）", "the file to read; its name is sealed with it (else standard input, without a name)"), needed: false);
        Details = language.Text(
            "内容は読みながら小分けに封じ、平文ではどこにも置きません。ファイル名に氏名があるときは、引数は他の利用者にも見えるので、標準入力から渡してください。受け取れる種類: ",
            "The content is sealed piece by piece as it is read, and lies nowhere in clear. Other users of the machine see arguments: where a file is named after a person, give it on standard input. Types that are taken: ") + string.Join(", ", DocumentType.All.Select(t => t.MediaType));
        Examples =
        [
            new("azukari documents add --item resume --channel web SUBJECT resume.pdf", new("応募書類を預かる", "an application document")),
            new("rec | azukari documents add --item recording --channel phone --told-of-recording --type audio/wav --case inquiry-31 SUBJECT", new("録音をそのまま預かる", "a recording, straight from the recorder")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var subject = Ids.Subject(call.Need(_subject));
        var item = Ids.Item(call.Need(_item), _item.Name);
        var file = call.Get(_file);
        var type = TypeOf(call, file);
        var channel = Channel.Paper;
        if (call.Get(_channel) is { } word && !PolicyWords.TryParse(word, out channel))
            throw new UsageException($"{_channel.Name} は次のどれかです: {string.Join(", ", Words)}", $"{_channel.Name} is one of {string.Join(", ", Words)}.");
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, screen, subject, cancel, Duty.Rights);
        await using var content = file is null ? screen.OpenInput() : File.OpenRead(file);
        var result = await company.Trust.Vault.Documents.AddAsync(subject, new NewDocument
        {
            Item = item,
            Type = type,
            FileName = file is null ? null : Path.GetFileName(file),
            Channel = channel,
            PolicyVersion = call.Get(_version) is { } version ? Ids.Version(version, _version.Name) : company.Trust.Policies.InForce.Version,
            Case = call.Get(_case) is { } code ? Ids.Code(code, _case.Name) : null,
            Replaces = call.Get(_replaces) is { } replaced ? Ids.Document(replaced, _replaces.Name) : null,
            ToldOfRecording = call.Has(_told) ? true : null,
        }, content, by, cancel);
        switch (result)
        {
            case DocumentKept kept:
                screen.Lines(TextTable.Pairs(
                [
                    (screen.Say("文書", "document"), kept.Document.Id.ToString()),
                    .. DocumentPages.Facts(screen, company, kept.Document),
                    (screen.Say("台帳", "entry"), kept.EntryId.ToString()),
                ], screen.Width));
                return ExitCode.Ok;
            case DocumentRefused refused:
                return RefusalPage.Print(call, company, refused.Refusal, refused.EntryId, json: false);
            case DocumentKnown:
                throw new InvalidOperationException("The id was made for this document.");
            case DocumentUnfit unfit:
                throw new UsageException(unfit.Sentence("ja"), unfit.Sentence("en"));
            case DocumentOfNobody nobody:
                return DocumentPages.Nobody(screen, nobody.Erased);
            default:
                throw new InvalidOperationException($"A document ended as {result.GetType().Name}.");
        }
    }

    private static IEnumerable<string> Words => Enum.GetValues<Channel>().Select(PolicyWords.Of);

    private DocumentType TypeOf(Invocation call, string? file)
    {
        if (call.Get(_type) is { } given)
        {
            return DocumentType.TryParse(given, out var type) ? type : throw new UsageException(
                $"{_type.Name} は次のどれかです: {string.Join(", ", DocumentType.All)}", $"{_type.Name} is one of {string.Join(", ", DocumentType.All)}.");
        }

        return file is not null && DocumentType.TryFromFileName(file, out var byName) ? byName : throw new UsageException(
            $"{_type.Name} で種類を示してください（例: application/pdf）。", $"name the type with {_type.Name}, for instance application/pdf.");
    }
}
