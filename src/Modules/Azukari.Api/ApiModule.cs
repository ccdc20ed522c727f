using System.Threading.RateLimiting;
using Azukari.Api.Bodies;
using Azukari.Api.Clients;
using Azukari.Api.Endpoints;
using Azukari.Api.Idempotency;
using Azukari.Api.Problems;
using Azukari.Api.Reference;
using Azukari.Api.Sample;
using Azukari.Api.Tokens;
using Azukari.Site;
using Azukari.Storage;
using Azukari.Ui.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace Azukari.Api;

/// <summary>The HTTP API: machine clients, their tokens, and every call of docs/api.md.</summary>
public static class ApiModule
{
    private const string Limits = "api";

    /// <summary>Registers the API. The host also opens a company, whose storage holds clients and tokens.</summary>
    public static IServiceCollection AddAzukariApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Api").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, OptionsCheck>();
        services.AddApiClients();
        // At information it writes down whatever a caller sent.
        services.AddLogging(logging => logging.AddFilter("OpenIddict", LogLevel.Warning));
        services.AddSingleton<Once>();
        services.AddHostedService<Tidying>();
        services.AddSingleton<SampleClients>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleClients>());
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddRazorComponents(); // a host of the API alone has the reference pages too
        services.AddSingleton<ApiReference>();
        services.AddSingleton<MatcherPolicy, PagesForPeople>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<TokenAttempts>();
        services.AddSingleton<Generations>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, TokenKeys>();
        services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(TokenEndpoint.Path).AllowClientCredentialsFlow().UseReferenceAccessTokens();
                // One name for all nodes and under whatever host they are called: else a token would be good only where it was given.
                server.SetIssuer(new Uri("https://azukari.invalid/"));
                server.RegisterScopes([.. ApiScope.All]);
                // Nothing is announced: what is there is in docs/api.md, and an announcement is made of the host a stranger names.
                server.SetConfigurationEndpointUris(Array.Empty<Uri>()).SetJsonWebKeySetEndpointUris(Array.Empty<Uri>());
                server.UseAspNetCore().EnableTokenEndpointPassthrough()
                    .DisableTransportSecurityRequirement(); // our own guard asks for it, and knows the proxy on this machine
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<ApiOptions>>((server, api) => server.AccessTokenLifetime = TimeSpan.FromMinutes(api.Value.TokenMinutes));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ClientTokenHandler>(ClientTokenHandler.SchemeName, null);
        services.AddAuthorization();
        services.AddRateLimiter(limiter => limiter.AddPolicy<string, ClientLimits>(Limits));
        return services;
    }

    /// <summary>Registers what works with clients: for the host, and for the command line, which has no server.</summary>
    public static IServiceCollection AddApiClients(this IServiceCollection services)
    {
        services.AddStorageModel<ClientModel>();
        services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<AzukariDb>());
        services.AddStorageModel<RequestModel>();
        services.AddScoped<ClientRegistry>();
        return services;
    }

    /// <summary>The API's own guard. Comes after the site's middleware and before authentication.</summary>
    public static WebApplication UseAzukariApi(this WebApplication app)
    {
        app.UseWhen(static http => ApiGuard.Covers(http.Request.Path) && !PagesForPeople.Has(http), static branch => branch.UseMiddleware<ApiGuard>());
        app.UseWhen(static http => TokenDoor.Covers(http.Request.Path), static branch => branch.UseMiddleware<TokenDoor>());
        return app;
    }

    /// <summary>Answers that this cannot be served now, in the API's form: for the host, where it knows before a call is looked at.</summary>
    public static Task AnswerUnavailableAsync(HttpContext http, int retryAfterSeconds) => ApiProblem.Of(ProblemKind.Unavailable, retryAfterSeconds).ExecuteAsync(http);

    /// <summary>Maps the calls.</summary>
    public static void MapAzukariApi(this WebApplication app)
    {
        app.MapPost(TokenEndpoint.Path, TokenEndpoint.HandleAsync).Anyone().DisableAntiforgery()
            .Describe(SpecialCalls.Token, "Get an access token", "アクセストークンを得る"); // its limits stand before it: TokenDoor
        var api = app.MapGroup("/api/v1").RequireRateLimiting(Limits);
        api.MapSubjects();
        api.MapAccesses();
        api.MapDocuments();
        api.MapBulk();
        api.MapSearches();
        api.MapWill();
        api.MapConsents();
        api.MapLedger();
        api.MapNotices();
        api.MapPolicies();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().RequireRateLimiting(Limits);
        // What a problem's type leads to: this for programs, a page for people.
        app.MapGet("/problems/{code}", Explain).WithMetadata(new ForPrograms()).AllowAnonymous().RequireRateLimiting(Limits).ExcludeFromDescription();
        // The framework adds an endpoint of its own to each set of components; the site's answers.
        app.MapRazorComponents<ReferenceApp>().WithStaticAssets().AsPublicPages().Add(static endpoint =>
        {
            if (endpoint is RouteEndpointBuilder route && !endpoint.Metadata.Any(static m => m is ComponentTypeMetadata)) route.Order = 1;
        });
    }

    private static IResult Explain(string code) => ProblemKind.All.FirstOrDefault(kind => kind.Code == code) is { } kind
        ? ReadyAnswer.Of(new ProblemExplained(kind.Type, kind.Status, kind.TitleJa, kind.TitleEn, kind.RemedyJa, kind.RemedyEn), ApiJson.Default.ProblemExplained)
        : ApiProblem.Of(ProblemKind.NotFound);

    private sealed class OptionsCheck : IValidateOptions<ApiOptions>
    {
        public ValidateOptionsResult Validate(string? name, ApiOptions options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }

    /// <summary>So many calls a client, and so many public ones an address.</summary>
    private sealed class ClientLimits(IOptions<ApiOptions> options) : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 1;
            await ApiProblem.Of(ProblemKind.TooManyRequests, retryAfter: Math.Max(1, wait)).ExecuteAsync(rejected.HttpContext);
        };

        public RateLimitPartition<string> GetPartition(HttpContext httpContext)
        {
            var limits = options.Value;
            if (httpContext.Features.Get<ApiClient>() is { } client)
            {
                return RateLimitPartition.GetTokenBucketLimiter(client.Id, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = limits.CallsAtOnce, TokensPerPeriod = Math.Max(1, limits.CallsPerSecond / 10), ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                });
            }

            return RateLimitPartition.GetTokenBucketLimiter("public " + CallerNetwork.Of(httpContext.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.CallsAtOnce, TokensPerPeriod = Math.Max(1, limits.CallsPerSecond / 10), ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            });
        }
    }
}
