using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary>Who sits at the terminal, and what the settings let that login act as.</summary>
internal static class Operators
{
    public static Accessor Accessor(Screen screen)
    {
        try
        {
            return new Accessor(screen.Login);
        }
        catch (ArgumentException)
        {
            throw new UsageException(
                "このログイン名は台帳に残せません（英数字と . _ - だけの、コードのような名前が必要です）。",
                "this login cannot be recorded: a code-like name of letters, digits and . _ - is needed.");
        }
    }

    /// <summary>
    /// Null when the operator may act in that role. Otherwise the refusal is in the ledger and on the screen, and the exit code is given.
    /// </summary>
    public static async Task<ExitCode?> RefuseAsync(
        CompanyCore company, AccessContext context, SubjectId? subject, Invocation call, bool json, CancellationToken cancel)
    {
        if (await company.CheckRoleAsync(context, subject, cancel) is not { } refused) return null;
        return RefusalPage.Print(call, company, refused, json);
    }

    /// <summary>The operator, who has to be one the settings know: for acts that no role asks for (a correction, an erasure).</summary>
    /// <exception cref="UsageException">The settings do not know the login.</exception>
    public static Accessor Known(CompanyCore company, Screen screen)
    {
        var accessor = Accessor(screen);
        if (company.Settings.Operators.ContainsKey(accessor.Code)) return accessor;
        throw new UsageException(
            $"ログイン {accessor.Code} は操作者ではありません。azukari.json の operators に加えてください。",
            $"the login {accessor.Code} is no operator here: add it to operators in azukari.json.", ExitCode.Refused);
    }
}
