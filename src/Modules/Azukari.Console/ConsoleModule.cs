using System.Net;
using Azukari.Company.Settings;
using Azukari.Console.Audit;
using Azukari.Console.Board;
using Azukari.Console.Duties;
using Azukari.Console.Errors;
using Azukari.Console.Ledger;
using Azukari.Console.Messages;
using Azukari.Console.People;
using Azukari.Console.Policies;
using Azukari.Console.Policies.Publishing;
using Azukari.Console.Policies.Register;
using Azukari.Console.Resources;
using Azukari.Console.Shell;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Site.Cookies;
using Azukari.Storage;
using Azukari.Ui.Language;
using Azukari.Ui.Routing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azukari.Console;

/// <summary>The staff console: sign-in, shell and the pages of the policy. Other modules add their pages by <see cref="ConsoleArea"/>.</summary>
public static class ConsoleModule
{
    private const string FormCookie = "azukari-form";

    // What anybody may send before it is known who they are; a form that takes a file says so itself.
    private const long SmallForm = 64 * 1024;

    /// <summary>Registers the console. The host also registers the company with its storage, and the site.</summary>
    public static IServiceCollection AddAzukariConsole(this IServiceCollection services)
    {
        services.AddStaffSessions();
        services.AddSingleton<OperatorsSeen>();
        services.AddSingleton<IStaffSource, OperatorsAsStaff>();
        services.AddHostedService<OperatorsSeenAtStart>();
        services.AddSingleton<StaffNow>();
        services.AddSingleton(static provider => new LinkAlone(provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, StaffHandler>(StaffScheme.Name, null);
        services.AddAuthorization(options =>
        {
            foreach (Duty duty in Company.Settings.Duties.All)
                options.AddPolicy(DutyPolicies.Of(duty), policy => policy.AddAuthenticationSchemes(StaffScheme.Name).AddRequirements(new NeedsDutyAttribute(duty)));
        });
        services.AddSingleton<IAuthorizationHandler, DutyAuthorization>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DutyRefusals>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = FormCookie;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddSingleton<Spreadsheets.ListFile>();
        services.AddLedgerPages();
        services.AddAuditPages();
        services.AddPeoplePages();
        services.AddBoardPages();
        services.AddMessagePages();
        services.AddSingleton<PolicyOverviews>();
        services.AddSingleton<PolicyCandidates>();
        services.AddSingleton(ImpactPace.Usual);
        services.AddSingleton<ImpactRuns>();
        AddCookies(services);
        AddEntry(services, ConsoleWork.Overview, 0, "/console", "Nav.Home", "M2 7.5 8 2.5l6 5M3.5 6.5v7h9v-7");
        AddEntry(services, ConsoleWork.Policy, 10, "/console/policy", "Nav.Matrix", "M2 2h12v12H2zM2 6h12M6 2v12M10 6v8M6 10h8", Duty.Policy, Duty.Audit);
        AddEntry(services, ConsoleWork.Policy, 20, "/console/policy/checks", "Nav.Checks", "M2.5 4.5 4 6l2.5-3M2.5 11 4 12.5l2.5-3M9 4.5h5M9 11h5", Duty.Policy, Duty.Audit);
        AddEntry(services, ConsoleWork.Policy, 30, "/console/policy/register", "Nav.Register", "M3 2h8l2 2v10H3zM5.5 6.5h5M5.5 9h5M5.5 11.5h3", Duty.Policy, Duty.Audit);
        AddEntry(services, ConsoleWork.Policy, 40, "/console/policy/publish", "Nav.Publish", "M8 11V2.5M4.5 6 8 2.5 11.5 6M2.5 10v3.5h11V10", Duty.Policy);
        return services;
    }

    /// <summary>The console's part in the sample company.</summary>
    public static Company.Sample.ISampleContributor Sample() => new SampleObligations();

    /// <summary>Registers links and sessions alone, over a storage: for the command that makes links.</summary>
    public static IServiceCollection AddStaffSessions(this IServiceCollection services)
    {
        services.AddStorageModel<ConsoleStorage>();
        services.AddStorageModel<PeopleStorage>();
        services.AddSingleton<StaffSessions>();
        return services;
    }

    /// <summary>Error pages of the console's own: before routing, so that a page can take another's place.</summary>
    public static WebApplication UseAzukariConsole(this WebApplication app, bool showErrors)
    {
        app.UseWhen(static context => IsConsole(context.Request.Path), branch =>
        {
            branch.Use(PrivatelyAsync);
            branch.Use(static (context, next) =>
            {
                // Pages for one person: no cache may keep them. A page with a form says so itself.
                context.Response.OnStarting(static state =>
                {
                    IHeaderDictionary headers = ((HttpContext)state).Response.Headers;
                    if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                }, context);
                return next(context);
            });
            if (showErrors) branch.UseExceptionHandler("/console/error/500", createScopeForErrors: true);
            branch.UseStatusCodePagesWithReExecute("/console/error/{0}", createScopeForStatusCodePages: true);
            branch.Use(ShownAsync);
        });
        return app;
    }

    /// <summary>Forms are checked here: after authentication and authorization, since a form belongs to who opened it.</summary>
    public static WebApplication UseAzukariForms(this WebApplication app)
    {
        app.UseWhen(static context => IsConsole(context.Request.Path), static branch => branch.Use(SmallAsync));
        app.UseAntiforgery();
        app.UseWhen(static context => IsConsole(context.Request.Path), static branch => branch.Use(SentForm.CheckAsync));
        app.UseWhen(static context => !IsConsole(context.Request.Path), static branch => branch.Use(RefuseAsync));
        return app;
    }

    /// <summary>Maps the console's pages and forms.</summary>
    public static void MapAzukariConsole(this WebApplication app)
    {
        ConsoleArea[] areas = [.. app.Services.GetServices<ConsoleArea>()];
        foreach (var language in PageLanguage.All)
        {
            RouteGroupBuilder console = app.MapGroup(PageLanguage.Path("/console", language)).WithMetadata(new RequireAntiforgeryTokenAttribute());
            console.MapSignIn();
            console.MapPublishing();
            console.MapRegister();
            console.MapLedger();
            console.MapAudit();
            console.MapPeople();
            console.MapBoard();
            console.MapMessages();
            foreach (ConsoleArea area in areas) area.Map?.Invoke(console);
        }

        app.MapRazorComponents<ConsoleApp>().AddAdditionalAssemblies([.. areas.Select(area => area.Pages).Distinct()]).WithStaticAssets().AnswerOnly(IsConsole);
    }

    // An endpoint that reads nothing of its form does not ask whether the form's token is good: it is asked here for all of them.
    private static Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true }
            || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
        context.Request.Method = HttpMethods.Get; // the page that says so is only shown
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    // A link or a session that travels in clear is whoever's hears it.
    private static Task PrivatelyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(context.RequestServices.GetRequiredService<Text<ConsoleText>>()["Error.NotPrivate"], context.RequestAborted);
    }

    // The page that takes the place of a form refused is only shown: it asks for no token, and keeps the status it was refused with.
    private static async Task ShownAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && !context.Response.HasStarted) context.Request.Method = HttpMethods.Get;
    }

    private static Task SmallAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null) return next(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = SmallForm;
        if (context.Request.ContentLength is null or <= SmallForm) return next(context);
        context.Request.Method = HttpMethods.Get; // the page that takes its place is only shown
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    // As routes are matched: whatever the case.
    private static bool IsConsole(PathString path) => path.StartsWithSegments("/console") || path.StartsWithSegments("/en/console");

    private static void AddEntry(IServiceCollection services, ConsoleWork work, int order, string path, string label, string icon, params Duty[] any) =>
        services.AddSingleton(new ConsoleEntry(work, order, path, provider => provider.GetRequiredService<Text<ConsoleText>>()[label], icon, any));

    private static void AddCookies(IServiceCollection services)
    {
        const string ja = "職員が管理画面に入るとき、入った職員を見分けます。公開のページでは設定しません。", en = "Recognises a member of staff who signed in to the console. The public pages never set it.";
        services.AddSingleton(new CookieDeclaration(StaffScheme.SecureCookie, ja, en, StaffSessions.Longest, Necessary: true));
        services.AddSingleton(new CookieDeclaration(StaffScheme.PlainCookie,
            "同じ役割です（暗号化されない接続、つまり開発用の端末でだけ使います）。", "The same, on a developer's own machine without encryption.", StaffSessions.Longest, Necessary: true));
        services.AddSingleton(new CookieDeclaration(FormCookie,
            "管理画面のフォームが、その画面から送られたことを確かめます。公開のページでは設定しません。",
            "Makes sure that a form of the console was sent from the console. The public pages never set it.", null, Necessary: true));
    }
}
