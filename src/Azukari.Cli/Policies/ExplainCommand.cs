using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;

namespace Azukari.Cli.Policies;

/// <summary><c>azukari policy explain</c>: would this use be permitted, of whom, under which conditions, and which clause says so. Reads no data.</summary>
internal sealed class ExplainCommand : CliCommand
{
    private readonly CliOption _purpose;
    private readonly CliOption _recipient;
    private readonly CliOption _item;
    private readonly CliOption _ground;
    private readonly Option<bool> _json;
    private readonly CliArgument _file;

    public ExplainCommand(Language language)
        : base(language, "explain", new("ある利用が許されるか、どの条項が何と言っているか", "would a use be permitted, and which clause says so"))
    {
        _purpose = Option("--purpose", "PURPOSE", new("目的の条項 id", "the purpose, by clause id"), needed: true);
        _recipient = Option("--recipient", "RECIPIENT", new("相手の種別（職員の役割、本人、委託先など）", "the kind of recipient: a staff role, self, entrustee, …"), needed: true);
        _item = Option("--item", "ITEM", new("項目", "the item"), needed: true);
        _ground = Option("--ground", "GROUND", new("社外に出す根拠の条項 id", "the clause that is the ground, for what leaves the company"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _file = Argument("FILE", new("方針のファイル", "the policy file"));
        Details = language.Text(
            "事実（同意・契約・案件など）がすべて整っていた場合の答えと、必要な事実です。許されるなら 0、拒否なら 3 で終わります。",
            "The answer if every fact were favourable, and which facts it takes. Exits with 0 when permitted, 3 when refused.");
        Examples =
        [
            new("azukari policy explain policies/seacret-direct-japan/2026-10.yaml --purpose purpose.member.2 --recipient staff.shipping --item address",
                new("出荷担当は配送のために住所を使えるか", "may shipping use the address to deliver")),
            new("azukari policy explain policies/seacret-direct-japan/2026-10.yaml --purpose purpose.member.2 --recipient staff.shipping --item bank-account",
                new("口座はどうか", "and the bank account")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var purpose = Ids.Clause(call.Need(_purpose), _purpose.Name);
        var recipient = Ids.Recipient(call.Need(_recipient), _recipient.Name);
        var item = Ids.Item(call.Need(_item), _item.Name);
        ClauseId? ground = call.Get(_ground) is { } text ? Ids.Clause(text, _ground.Name) : null;
        if (PolicyFiles.Load(call.Need(_file), screen) is not { } document) return Task.FromResult(ExitCode.Unusable);
        var explanation = PolicyArchive.Explain(document, purpose, recipient, item, ground);
        if (call.Has(_json)) Json(screen, explanation);
        else Print(screen, document, explanation);
        return Task.FromResult(explanation.Permitted ? ExitCode.Ok : ExitCode.Refused);
    }

    private static void Print(Screen screen, PolicyDocument document, Explanation explanation)
    {
        var sentence = explanation.Sentence.In(screen.LanguageTag);
        if (explanation.Permitted) screen.Line(screen.Say("許されます", "permitted"));
        else screen.Lines(DisplayWidth.Wrap(screen.Say($"拒否: {sentence}", $"refused: {sentence}"), screen.Width));
        var pairs = new List<(string, string)>();
        if (explanation.Refusal is { } refusal) pairs.Add((screen.Say("理由", "reason"), refusal.Code));
        var first = screen.Say("条項", "clause");
        foreach (var clause in explanation.Clauses)
        {
            pairs.Add((first, PolicyPages.ClauseLine(screen, clause)));
            pairs.Add(("", clause.Text.In(screen.LanguageTag)));
            first = "";
        }

        foreach (var access in explanation.Accesses)
        {
            pairs.Add((screen.Say("対象", "people"), string.Join(screen.Say("、", ", "), access.Subjects.Select(kind => document.FindSubject(kind)?.Label.In(screen.LanguageTag) ?? kind.Value))));
            var terms = access.Terms.Select(PolicyPages.Terms).Where(words => words.Length > 0).ToList();
            if (terms.Count == access.Terms.Length && terms.Count > 0) pairs.Add((screen.Say("条件", "when"), string.Join(screen.Say(" または ", " or "), terms)));
        }

        screen.Lines(TextTable.Pairs(pairs, screen.Width, indent: 2));
    }

    private static void Json(Screen screen, Explanation explanation) => JsonPage.Write(screen, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("permitted", explanation.Permitted);
        if (explanation.Refusal is { } refusal) json.WriteString("reason", refusal.Code);
        json.Strings("clauses", explanation.Clauses.Select(clause => clause.Id.Value));
        json.WriteString("sentence", explanation.Sentence.In(screen.LanguageTag));
        json.WriteStartArray("accesses");
        foreach (var access in explanation.Accesses)
        {
            json.WriteStartObject();
            json.Strings("subjects", access.Subjects.Select(kind => kind.Value));
            json.Strings("when", access.Terms.Select(PolicyPages.Terms));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
