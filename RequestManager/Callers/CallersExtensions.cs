using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Callers;

internal static class CallersExtensions
{
    /// <summary>The policy of doors for people: a Bearer credential.</summary>
    public const string People = nameof(People);

    /// <summary>The policy of the door for tools: a tool key.</summary>
    public const string Tools = nameof(Tools);

    /// <summary>The policy of the generic door: a Bearer credential, or none where <see cref="AuthenticationOptions.DangerousAllowAnonymousGeneric"/> is on.</summary>
    public const string PeopleOrAnyone = nameof(PeopleOrAnyone);

    /// <summary>The policy of looking requests up: whoever may send one.</summary>
    public const string Readers = nameof(Readers);

    /// <summary>The policy of what the dispatcher manages; it decides itself what each caller may do.</summary>
    public const string Managers = nameof(Managers);

    private const string BySentHeader = nameof(BySentHeader);

    public static void AddCallers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<AuthenticationOptions, AuthenticationOptionsValidator>(AuthenticationOptions.Section);
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddAuthentication(BySentHeader)
            .AddPolicyScheme(BySentHeader, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, ToolKeyAuthentication>(ToolKeyAuthentication.SchemeName, null);
        builder.Services.AddSingleton<IAuthorizationHandler, AnonymousRequirementHandler>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(People, Of(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            .AddPolicy(Tools, Of(ToolKeyAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            .AddPolicy(PeopleOrAnyone, Of(ApiKeyAuthentication.SchemeName).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousGeneric)).Build())
            .AddPolicy(Readers, Of(BySentHeader).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousGeneric)).Build())
            .AddPolicy(Managers, Of(BySentHeader).AddRequirements(new AnonymousRequirement(options => options.DangerousAllowAnonymousManagement)).Build());
    }

    private static string SchemeOf(HttpContext context) =>
        context.Request.Headers.ContainsKey(ToolKeyAuthentication.Header) ? ToolKeyAuthentication.SchemeName : ApiKeyAuthentication.SchemeName;

    private static AuthorizationPolicyBuilder Of(string scheme) => new(scheme);
}
