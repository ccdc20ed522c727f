using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Settings;
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

    /// <summary>The operator, who has to have one of these duties: for acts that no role asks for (a correction, an erasure, a rotation).</summary>
    /// <param name="subject">About whom, where it is about one person.</param>
    /// <exception cref="UsageException">The settings give the login none of them; exits with 3, and is in the ledger.</exception>
    public static async Task<Accessor> NeedAsync(CompanyCore company, Screen screen, SubjectId? subject, CancellationToken cancel, params IReadOnlyList<Duty> any)
    {
        var accessor = Accessor(screen);
        return await company.CheckDutyAsync(accessor, subject, any, cancel) is { } refused
            ? throw new UsageException(refused.Sentence("ja"), refused.Sentence("en"), ExitCode.Refused) : accessor;
    }

    /// <summary>The operator, who has to have the duty to look into records; that they look is in the ledger when this completes.</summary>
    /// <param name="what">The code of what they look at: <c>history</c>, <c>description</c>, <c>subjects</c>.</param>
    /// <inheritdoc cref="NeedAsync" path="/exception"/>
    public static async Task InspectAsync(CompanyCore company, Screen screen, SubjectId? subject, string what, CancellationToken cancel)
    {
        var by = await NeedAsync(company, screen, subject, cancel, Duty.Rights, Duty.Audit);
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(subject, by, what, cancel);
    }
}
