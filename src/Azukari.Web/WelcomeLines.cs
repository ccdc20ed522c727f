using Azukari.Api.Sample;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Console.SignIn;
using Azukari.Vault;

namespace Azukari.Web;

/// <summary>Prints what to open and what to try, once the site is served.</summary>
internal static class WelcomeLines
{
    public static async Task PrintAsync(WebApplication app)
    {
        CompanyCore company = app.Services.GetRequiredService<CompanyCore>();
        CompanyStart start = app.Services.GetRequiredService<CompanyStart>();
        string address = app.Urls.FirstOrDefault() ?? "http://localhost:5080";
        string data = Path.GetRelativePath(Environment.CurrentDirectory, company.Options.Folder);
        if (data.StartsWith("..", StringComparison.Ordinal)) data = company.Options.Folder;
        string command = data == "data" ? "dotnet run --project src/Azukari.Cli --" : $"AZUKARI_DATA={data} dotnet run --project src/Azukari.Cli --";
        SubjectId? somebody = start.Sample?.Tour;
        string? console = await ConsoleLinkAsync(app, company, start, address);
        foreach (string line in Welcome.Lines(company, start, address, command, somebody, console, app.Services.GetRequiredService<SampleClients>().File)) System.Console.Out.WriteLine(line);
    }

    // Whoever starts a sample or builds the program sits at this terminal; elsewhere the command line gives links to those who ask.
    private static async Task<string?> ConsoleLinkAsync(WebApplication app, CompanyCore company, CompanyStart start, string address)
    {
        if ((!start.IsNew && !app.Environment.IsDevelopment()) || !company.Settings.Operators.ContainsKey(Environment.UserName)) return null;
        string code = await app.Services.GetRequiredService<StaffSessions>().NewLinkAsync(Environment.UserName, app.Lifetime.ApplicationStopping);
        return StaffLinks.Of(address, code, page: null);
    }
}
