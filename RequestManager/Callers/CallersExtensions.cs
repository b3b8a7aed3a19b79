using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RequestManager.Callers.IssuedKeys;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

internal static class CallersExtensions
{
    /// <summary>The policy of doors for people: a token, an API key, or a proxy that vouches for them.</summary>
    public const string People = nameof(People);

    /// <summary>The policy of the door for tools: a tool key.</summary>
    public const string Tools = nameof(Tools);

    /// <summary>The policy of the door for Slack: its signature.</summary>
    public const string Slack = nameof(Slack);

    /// <summary>The policy of the generic door: as for people, or nothing where <see cref="AuthenticationOptions.DangerousAllowAnonymousGeneric"/> is on.</summary>
    public const string PeopleOrAnyone = nameof(PeopleOrAnyone);

    /// <summary>The policy of looking requests up: whoever may send one.</summary>
    public const string Readers = nameof(Readers);

    /// <summary>The policy of what people manage; whoever serves it decides what each caller may do.</summary>
    public const string Managers = nameof(Managers);

    /// <summary>The policy of what only administrators do, whatever the switches say.</summary>
    public const string Admins = nameof(Admins);

    private const string Personal = nameof(Personal);
    private const string Any = nameof(Any);

    private static readonly PathString _api = "/api/v1";

    /// <summary>The headers by which callers show who they are: what came in under them never leaves this service.</summary>
    public static readonly string[] CredentialHeaders =
        [HeaderNames.Authorization, ToolKeyAuthentication.Header, ProxyAuthentication.SecretHeader, ServiceAuthentication.Header];

    public static void AddCallers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<AuthenticationOptions, AuthenticationOptionsValidator>(AuthenticationOptions.Section);
        services.AddCheckedOptions<SlackOptions, SlackOptionsValidator>(SlackOptions.Section);
        services.AddSingleton<SlackSignature>();
        services.AddSingleton<KeyRing>();
        services.AddSweeper<IssuedKeyCache>();
        services.AddDatabaseWakeUp<IssuedKeyCache>(IssuedKeyCache.NotifyChannel);
        services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = SchemeOfAny)
            .AddPolicyScheme(Personal, null, options => options.ForwardDefaultSelector = SchemeOfPerson)
            .AddOurs<ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName)
            .AddOurs<ToolKeyAuthentication>(ToolKeyAuthentication.SchemeName)
            .AddOurs<ProxyAuthentication>(ProxyAuthentication.SchemeName)
            .AddOurs<ServiceAuthentication>(ServiceAuthentication.SchemeName)
            .AddOurs<SlackAuthentication>(SlackAuthentication.SchemeName)
            .AddTokens(builder.Configuration.GetSection(AuthenticationOptions.Section).Get<AuthenticationOptions>() ?? new());
        services.AddSingleton<IAuthorizationHandler, AnonymousRequirementHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalReporter>();
        services.AddAuthorizationBuilder()
            .AddPolicy(People, Of(Personal).RequireAuthenticatedUser().Build())
            .AddPolicy(Tools, Of(ToolKeyAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            .AddPolicy(Slack, Of(SlackAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            .AddPolicy(PeopleOrAnyone, Of(Personal).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousGeneric)).Build())
            .AddPolicy(Readers, Of(Any).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousGeneric)).Build())
            .AddPolicy(Managers, Of(Any).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousManagement)).Build())
            .AddPolicy(Admins, Of(Any).RequireAuthenticatedUser().RequireAssertion(context => context.User.ToCaller() is { IsAdmin: true }).Build());
    }

    /// <summary>Finds out who asks, and turns away whom a door is not for. What is said to one caller no cache may keep for another.</summary>
    public static void UseCallers(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(_api)) context.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static string SchemeOfAny(HttpContext context)
    {
        bool Has(string header) => context.Request.Headers.ContainsKey(header);
        return Has(ToolKeyAuthentication.Header) ? ToolKeyAuthentication.SchemeName
            : Has(ServiceAuthentication.Header) && !Has(HeaderNames.Authorization) && !Has(ProxyAuthentication.SecretHeader) ? ServiceAuthentication.SchemeName
            : Personal;
    }

    private static string SchemeOfPerson(HttpContext context)
    {
        if (ApiKeyAuthentication.BearerOf(context.Request) is not { } credential)
            return context.Request.Headers.ContainsKey(ProxyAuthentication.SecretHeader) ? ProxyAuthentication.SchemeName : ApiKeyAuthentication.SchemeName;
        if (TokenAuthentication.ClaimedIssuer(credential) is not { } issuer) return ApiKeyAuthentication.SchemeName;
        var options = context.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value;
        return options.Issuers.Any(known => known.Issuer == issuer) ? TokenAuthentication.SchemeOf(issuer) : ApiKeyAuthentication.SchemeName;
    }

    private static AuthenticationBuilder AddOurs<THandler>(this AuthenticationBuilder authentication, string scheme)
        where THandler : AuthenticationHandler<AuthenticationSchemeOptions> => authentication.AddScheme<AuthenticationSchemeOptions, THandler>(scheme, null);

    private static AuthorizationPolicyBuilder Of(string scheme) => new(scheme);
}
