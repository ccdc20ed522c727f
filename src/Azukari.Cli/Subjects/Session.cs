using System.Text.RegularExpressions;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Members;

namespace Azukari.Cli.Subjects;

/// <summary>Opens the company a command line names.</summary>
internal static partial class Session
{
    public static async Task<CompanyCore> OpenAsync(Invocation call, CancellationToken cancel)
    {
        var company = await CompanyCore.OpenAsync(Options(call), call.Screen.Clock, cancel);
        MembersModule.Attach(company, call.Screen.Clock); // what members hold passes the gate here too
        return company;
    }

    /// <exception cref="UsageException">A password among the arguments, where every user of the machine can read it in the list of processes.</exception>
    public static CompanyOptions Options(Invocation call)
    {
        var connection = call.Shared(Root.Postgres);
        if (connection is not null && Password().IsMatch(connection))
        {
            throw new UsageException(
                $"{Root.Postgres} にパスワードを書けません。プロセスの一覧から誰でも読めます。{CompanyOptions.PostgresVariable} か azukari.json に書いてください。",
                $"{Root.Postgres} must not hold a password: everybody reads it in the list of processes. Use {CompanyOptions.PostgresVariable} or azukari.json.");
        }

        return CompanyOptions.From(call.Shared(Root.Data), connection, call.Screen.Environment);
    }

    [GeneratedRegex(@"(^|;)\s*(password|pwd|ssl ?password)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
