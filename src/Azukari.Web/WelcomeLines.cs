using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Vault;

namespace Azukari.Web;

/// <summary>Prints what to open and what to try, once the site is served.</summary>
internal static class WelcomeLines
{
    public static void Print(WebApplication app)
    {
        CompanyCore company = app.Services.GetRequiredService<CompanyCore>();
        CompanyStart start = app.Services.GetRequiredService<CompanyStart>();
        string address = app.Urls.FirstOrDefault() ?? "http://localhost:5080";
        string data = Path.GetRelativePath(Environment.CurrentDirectory, company.Options.Folder);
        if (data.StartsWith("..", StringComparison.Ordinal)) data = company.Options.Folder;
        string command = data == "data" ? "dotnet run --project src/Azukari.Cli --" : $"AZUKARI_DATA={data} dotnet run --project src/Azukari.Cli --";
        SubjectId? somebody = start.Sample?.Tour;
        foreach (string line in Welcome.Lines(company, start, address, command, somebody)) Console.Out.WriteLine(line);
    }
}
