using System.Globalization;
using System.Text;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Ledger;

namespace Azukari.Cli.Ledgers;

/// <summary><c>azukari ledger check</c>: whether a proof file shows what it says, without the ledger.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly CliOption _key;
    private readonly CliArgument _proof;

    public CheckCommand(Language language) : base(language, "check", new("記録の証明ファイルを確かめる（台帳は要りません）", "check a file that proves an entry (needs no ledger)"))
    {
        _key = Option("--key", "FILE", new("検証に使う公開鍵のファイル（既定: 設定の keys フォルダの ledger-signing.pub）", "the public key to check with (default: ledger-signing.pub in the settings' keys folder)"));
        _proof = Argument("PROOF", new("台帳の記録のページから保存した証明ファイル", "the proof file saved from an entry's page"));
        Details = language.Text(
            "記録が、署名されたチェックポイントの台帳の、その位置にあることを確かめ、記録を表示します。成り立たなければ 1 で終わります。",
            "Shows that the entry stands at its place in the ledger a signed checkpoint vouches for, and prints the entry. Exits with 1 when the proof does not hold.");
        Examples = [new("azukari ledger check proof.json --key ledger-signing.pub", new("受け取った証明を、受け取った公開鍵で", "a proof one was given, with the key one was given"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var screen = call.Screen;
        var file = call.Need(_proof);
        if (!File.Exists(file)) throw new UsageException($"ファイル {file} がありません。", $"the file {file} does not exist.", ExitCode.NotFound);
        string keyFile;
        if (call.Get(_key) is { } given) keyFile = given;
        else
        {
            var options = Session.Options(call);
            keyFile = Path.Combine(options.Resolve((await options.ReadSettingsAsync(cancel)).Keys), LedgerSigningKey.PublicFileName);
        }

        var key = await LedgerVerifierKey.LoadAsync(keyFile, cancel);
        InclusionProof proof;
        try
        {
            proof = new FileInfo(file).Length > ProofFile.MaxLength ? throw new FormatException() : ProofFile.Read(await File.ReadAllBytesAsync(file, cancel));
        }
        catch (FormatException)
        {
            throw new UsageException($"{file} は記録の証明として読めません。", $"{file} cannot be read as the proof of an entry.");
        }

        if (!proof.Verify(key))
        {
            screen.Error("この証明は成り立ちません。記録か証明が変えられたか、別の台帳の鍵です。", "the proof does not hold: the entry or the proof was changed, or the key is another ledger's.");
            return ExitCode.Findings;
        }

        string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        screen.Line(screen.Say($"証明は成り立ちます。この記録は、{key.Name} の台帳の先頭 {N(proof.Checkpoint.Size)} 件のうち、位置 {N(proof.Position)} にあります。",
            $"the proof holds: the entry stands at position {N(proof.Position)} of the first {N(proof.Checkpoint.Size)} entries of the ledger {key.Name}."));
        screen.Line(Encoding.UTF8.GetString(proof.EntryJson));
        return ExitCode.Ok;
    }
}
