using Azukari.Policy.Compiling;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Site;
using Azukari.Site.Policies;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
// A build run as Production (tests do) finds the libraries' stylesheets where they were built; a published program has them beside it.
builder.WebHost.UseStaticWebAssets();
// Only who edits stylesheets needs them watched; everybody else gets them compressed when built, and may keep them for good.
if (!builder.Environment.IsDevelopment()) builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
// The framework's request lines tell who asked for what; ours tell what went wrong.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddAzukariSite();

// Until the vault publishes them: the policy files of the checkout, the newest in force.
string folder = builder.Configuration["Policies"] ?? Path.Combine(builder.Environment.ContentRootPath, "..", "..", "policies", "seacret-direct-japan");
PolicyDocument[] documents = [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(f => PolicyLoader.LoadFile(f).Document!)];
var archive = PolicyArchive.Build(documents, documents[^1].Version);
builder.Services.AddSingleton(new PolicyShelf(() => archive));

WebApplication app = builder.Build();
if (!app.Environment.IsDevelopment()) app.UseHsts();
app.UseAzukariSite(showErrors: !app.Environment.IsDevelopment());
app.MapAzukariSite();
await app.RunAsync();
