using Azukari.Cli.Terminal;
using Azukari.Company;

namespace Azukari.Cli.Subjects;

/// <summary>Opens the company a command line names.</summary>
internal static class Session
{
    public static Task<CompanyCore> OpenAsync(Invocation call, CancellationToken cancel) =>
        CompanyCore.OpenAsync(Options(call), call.Screen.Clock, cancel);

    public static CompanyOptions Options(Invocation call) =>
        CompanyOptions.From(call.Shared(Root.Data), call.Shared(Root.Postgres), call.Screen.Environment);
}
