using System.Reflection;
using Azukari.Accounts;
using Azukari.Api;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Console;
using Azukari.Join;
using Azukari.Mailings;
using Azukari.Members;
using Azukari.Messages;
using Azukari.Papers.Contracts;
using Azukari.Portal;
using Azukari.Requests;
using Azukari.Site;
using Azukari.Site.Policies;
using Azukari.Web;
using Azukari.Web.Health;
using Azukari.Web.Proxies;

// In a process of its own only: a test host shares its process with others, who have their own umask.
if (Assembly.GetEntryAssembly() == typeof(WebHost).Assembly) ProcessHardening.Apply();

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
if (string.IsNullOrWhiteSpace(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://localhost:5080");
// A build run as Production (tests do) finds the libraries' stylesheets where they were built; a published program has them beside it.
builder.WebHost.UseStaticWebAssets();
// Only who edits stylesheets needs them watched; everybody else gets them compressed when built, and may keep them for good.
if (!builder.Environment.IsDevelopment()) builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
// The framework's request lines tell who asked for what; ours tell what went wrong.
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.AddTrustedProxies();
builder.Services.AddAzukariHealth();
builder.Services.AddAzukariTelemetry(builder.Configuration);
builder.Services.AddAzukariSite();
builder.Services.AddAzukariConsole();

CompanyOptions options = CompanyOptions.From(builder.Configuration["data"], builder.Configuration["postgres"], Environment.GetEnvironmentVariable);
builder.Services.AddAzukariCompany(options, Environment.UserName);
builder.Services.AddAzukariMessages();
builder.Services.AddAzukariMembers();
builder.Services.AddSingleton(new PaperPress(PaperOptions.From(Environment.GetEnvironmentVariable)));
builder.Services.AddAzukariApi();
builder.Services.AddAzukariAccounts();
builder.Services.AddAzukariPortal();
builder.Services.AddAzukariJoin();
builder.Services.AddAzukariRequests();
builder.Services.AddAzukariMailings();
builder.Services.AddSingleton(provider => new PolicyShelf(() => provider.GetRequiredService<CompanyCore>().Trust.Policies));

WebApplication app = builder.Build();
app.UseTrustedProxies();
app.UseAzukariHealth();
if (!app.Environment.IsDevelopment()) app.UseHsts();
bool showErrors = !app.Environment.IsDevelopment();
app.UseAzukariSite(showErrors, () =>
{
    app.UseAzukariConsole(showErrors);
    app.UseAzukariPortal(showErrors);
    app.UseAzukariAccounts(showErrors);
});
app.UseMiddleware<Outages>();
app.UseAzukariApi();
app.UseAuthentication();
app.UseAuthorization();
app.UseAzukariForms();
app.UseRateLimiter();
app.MapAzukariSite();
app.MapAzukariConsole();
app.MapAzukariJoin();
app.MapAzukariAccounts();
app.MapAzukariApi();
app.MapAzukariPortal();
app.Lifetime.ApplicationStarted.Register(() => _ = WelcomeLines.PrintAsync(app));
try
{
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (StartProblem.Of(fault) is { } problem)
{
    await Console.Error.WriteLineAsync(problem.Japanese);
    await Console.Error.WriteLineAsync(problem.English);
    return 2;
}
