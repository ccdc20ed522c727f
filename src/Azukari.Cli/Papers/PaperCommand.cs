using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Papers.Contracts;
using Azukari.Papers.Legal;
using Azukari.Values;

namespace Azukari.Cli.Papers;

/// <summary><c>azukari papers outline|contract</c>: a document as members are given it, with a specimen member, as PDF.</summary>
internal sealed class PaperCommand : CliCommand
{
    private static readonly Dictionary<string, LegalClass> Classes = new(StringComparer.Ordinal) { ["agent"] = LegalClass.Agent, ["vip"] = LegalClass.Vip, ["retail"] = LegalClass.Retail };

    private readonly LegalKind _kind;
    private readonly CliOption _class;
    private readonly CliOption _text;
    private readonly CliOption _version;

    public PaperCommand(Language language, LegalKind kind)
        : base(language, kind == LegalKind.Outline ? "outline" : "contract", kind == LegalKind.Outline
            ? new("概要書面（契約の前に渡す書面）を PDF で書き出す", "the outline document, given before the contract, as PDF")
            : new("契約書面（契約の後に渡す書面）を、見本の会員で PDF に書き出す", "the contract document, given after the contract, of a specimen member, as PDF"))
    {
        _kind = kind;
        _class = Option("--class", "agent|vip|retail", new("会員区分", "the class of member"), needed: true);
        _text = Option("--in", "ja|en", new("書面の言語（既定: ja。en は参考訳）", "the document's language (default: ja; en is a courtesy translation)"));
        _version = Option("--version-of-words", "VERSION", new($"文言の版（既定: {LegalPapers.Newest}）", $"the version of its words (default: {LegalPapers.Newest})"));
        Details = language.Text(
            "標準出力に書きます。会社の名称などは、効力のある方針から取ります。フォントは IPAex か、環境変数 AZUKARI_FONT のものです。",
            "Written to standard output. The company's details are those of the policy in force. The font is IPAex, or the one AZUKARI_FONT names.");
        var word = kind == LegalKind.Outline ? "outline" : "contract";
        Examples = [new($"azukari papers {word} --class agent > {word}.pdf", new("エージェントの書面を見る", "look at an agent's"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        if (!Classes.TryGetValue(call.Need(_class), out var kind)) throw new UsageException($"{_class.Name} は agent, vip, retail のどれかです。", $"{_class.Name} is agent, vip or retail.");
        var language = call.Get(_text) ?? "ja";
        if (language is not ("ja" or "en")) throw new UsageException($"{_text.Name} は ja か en です。", $"{_text.Name} is ja or en.");
        if (call.Get(_version) is { } version && !LegalPapers.Versions.Contains(version))
        {
            var known = string.Join(", ", LegalPapers.Versions);
            throw new UsageException($"{_version.Name} は次のどれかです: {known}", $"{_version.Name} is one of {known}.");
        }

        await using var company = await Session.OpenAsync(call, cancel);
        var paper = Make(kind, company.Trust.Policies.InForce.Document.Company, language, JapanTime.Today(call.Screen.Clock), call.Get(_version));
        try
        {
            await call.Screen.Out.FlushAsync(cancel);
            await using var output = call.Screen.OpenOutput();
            var printed = await new PaperPress(PaperOptions.From(call.Screen.Environment)).PrintAsync(paper, output, cancel);
            call.Screen.Note($"{paper.Title}（{paper.Version}）: {printed.Pages} ページ", $"{paper.Title} ({paper.Version}): {printed.Pages} pages");
            return ExitCode.Ok;
        }
        catch (PaperFontException missing)
        {
            throw new UsageException(missing.Japanese, missing.Message);
        }
    }

    private Paper Make(LegalClass kind, Policy.Document.Company who, string language, DateOnly day, string? version) => _kind == LegalKind.Outline
        ? LegalPapers.Outline(kind, who, language, day, version)
        : LegalPapers.Contract(kind, who, LegalParty.Specimen(language, day), language, day, version);
}
