using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company.Settings;

namespace Azukari.Cli.Ledgers;

/// <summary><c>azukari ledger export</c>: the ledger as newline-delimited JSON that <c>ledger verify</c> checks without the database.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly CliOption _out;

    public ExportCommand(Language language) : base(language, "export", new("台帳を、検証できる形で書き出す（値は含まれません）", "write the ledger out in a form that can be verified (holds no values)"))
    {
        _out = Option("--out", "FILE", new("書き出す先（権限 0600 の新しいファイル。既定は標準出力）", "the new file to write, mode 0600 (default: standard output)"));
        Examples = [new("azukari ledger export --out ledger.ndjson", new("監査のために書き出す", "for an auditor"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Audit);
        await company.Trust.Ledger.SealAsync(cancel);
        if (call.Get(_out) is { } file)
        {
            var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using var stream = new FileStream(file, mode);
            await company.Trust.Ledger.ExportAsync(stream, cancel);
            call.Screen.Note($"{file} に書き出しました。", $"written to {file}.");
            return ExitCode.Ok;
        }

        using var memory = new WriterStream(call.Screen.Out);
        await company.Trust.Ledger.ExportAsync(memory, cancel);
        return ExitCode.Ok;
    }
}
