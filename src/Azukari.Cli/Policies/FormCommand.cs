using Azukari.Cli.Terminal;
using Azukari.Company.Operating;
using Azukari.Policy.Standards;
using Azukari.Policy.Writing;

namespace Azukari.Cli.Policies;

/// <summary><c>azukari policy form</c>: the policy in the form of a standard, for other systems. Reads no data.</summary>
internal sealed class FormCommand : CliCommand
{
    private readonly CliOption _form;
    private readonly CliArgument _file;

    public FormCommand(Language language)
        : base(language, "form", new("ほかのシステムのために、標準の形で書き出す（JSON、DPV、ODRL）", "write it in the form of a standard for other systems (JSON, DPV, ODRL)"))
    {
        _form = Option("--as", "json|dpv|odrl", new("形: json（方針そのもの）、dpv（処理の記録）、odrl（許諾と義務）", "the form: json (the policy itself), dpv (the record of processing), odrl (permissions and duties)"), needed: true);
        _file = Argument("FILE", new("方針のファイル", "the policy file"));
        Details = language.Text(
            "dpv は Data Privacy Vocabulary 2 の JSON-LD で、このプログラムの読み取り（ビュー）も処理として含みます。odrl は ODRL 2.2 の JSON-LD です。",
            "dpv is JSON-LD of the Data Privacy Vocabulary 2 and has this program's views as processes too; odrl is JSON-LD of ODRL 2.2.");
        Examples = [new("azukari policy form --as dpv policies/seacret-direct-japan/2026-10.yaml > processing.jsonld", new("処理の記録を書き出す", "write the record of processing"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var form = call.Need(_form);
        if (form is not ("json" or "dpv" or "odrl"))
            throw new UsageException($"{_form.Name} は json、dpv、odrl のどれかです。", $"{_form.Name} is one of json, dpv, odrl.");
        if (PolicyFiles.Load(call.Need(_file), call.Screen) is not { } document) return Task.FromResult(ExitCode.Unusable);
        call.Screen.Line(form switch
        {
            "dpv" => DpvJson.Write(document, CompanyCoverage.ViewsUnder(document)),
            "odrl" => OdrlJson.Write(document),
            _ => PolicyJson.Write(document),
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
