using Azukari.Site;
using Azukari.Site.Policies;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
// The framework's request lines tell who asked for what; ours tell what went wrong.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddAzukariSite();
builder.Services.AddSingleton<PolicyShelf>();

WebApplication app = builder.Build();
if (!app.Environment.IsDevelopment()) app.UseHsts();
app.UseAzukariSite(showErrors: !app.Environment.IsDevelopment());
app.MapAzukariSite();
await app.RunAsync();

/// <summary>The web host, public so that tests can start it in their own process.</summary>
public partial class Program;
