using Azukari.Policy.Loading;
using Azukari.Site;
using Azukari.Site.Policies;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
// The framework's request lines tell who asked for what; ours tell what went wrong.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddAzukariSite();

// Until the vault publishes them: the policy files of the checkout, the newest in force.
string folder = builder.Configuration["Policies"] ?? Path.Combine(builder.Environment.ContentRootPath, "..", "..", "policies", "seacret-direct-japan");
PublishedPolicies published = Published([.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => PolicyLoader.LoadFile(f))]);
builder.Services.AddSingleton(new PolicyShelf(() => published));

WebApplication app = builder.Build();
if (!app.Environment.IsDevelopment()) app.UseHsts();
app.UseAzukariSite(showErrors: !app.Environment.IsDevelopment());
app.MapAzukariSite();
await app.RunAsync();

static PublishedPolicies Published(PolicyLoad[] loads)
{
    foreach (var e in loads.SelectMany(l => l.Errors)) Console.Error.WriteLine(e);
    return new([.. loads.Select(l => l.Document!)], loads[^1].Document!);
}

/// <summary>The web host, public so that tests can start it in their own process.</summary>
public partial class Program;
