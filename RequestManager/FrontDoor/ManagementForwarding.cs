using Microsoft.AspNetCore.Routing.Template;
using RequestManager.Callers;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace RequestManager.FrontDoor;

/// <summary>
/// The paths of the dispatcher, reached through this one door. Who asks goes along as a token that only we can sign; what the outside
/// sends under the same header names is thrown away.
/// </summary>
internal static class ManagementForwarding
{
    private static readonly string[] _paths =
    [
        "/api/v1/integration-defaults/{**rest}",
        "/api/v1/integration-types/{**rest}",
        "/api/v1/users/{user_id}/integrations/{**rest}",
        "/api/v1/users/{user_id}/integration-defaults/{**rest}",
        "/api/v1/users/{user_id}/deliveries",
        "/api/v1/deliveries/{**rest}",
        "/api/v1/requests/{request_id}/deliveries",
        "/api/v1/test-deliveries/{**rest}",
    ];

    // Whoever holds such a link may follow it: it was mailed to one person and says itself whom it is good for.
    private const string Unsubscribing = $"{SecretPaths.Unsubscribe}/{{token}}";

    private static readonly TemplateMatcher[] _matchers = [.. _paths.Select(path => new TemplateMatcher(TemplateParser.Parse(path.TrimStart('/')), []))];

    /// <summary>Whether what the dispatcher has at a path is reached through this door.</summary>
    public static bool Forwards(string path) => _matchers.Any(matcher => matcher.TryMatch(path, []));

    public static void AddManagementForwarding(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CallerToken>();
        builder.Services.AddSingleton<IDestinationResolver, ServiceDiscoveryDestinations>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. _paths.Select(path => RouteOf(path, CallersExtensions.Managers)), RouteOf(Unsubscribing, "anonymous")],
                [new ClusterConfig
                {
                    ClusterId = ServiceNames.IntegrationDispatcher,
                    Destinations = new Dictionary<string, DestinationConfig> { ["dispatcher"] = new() { Address = $"https+http://{ServiceNames.IntegrationDispatcher}" } },
                    HttpRequest = new() { ActivityTimeout = TimeSpan.FromSeconds(30) },
                }])
            .AddTransforms(CarryCaller);
    }

    private static RouteConfig RouteOf(string path, string policy) =>
        new() { RouteId = path, ClusterId = ServiceNames.IntegrationDispatcher, AuthorizationPolicy = policy, Match = new() { Path = path } };

    private static void CarryCaller(TransformBuilderContext context) => context.AddRequestTransform(transform =>
    {
        var services = transform.HttpContext.RequestServices;
        var headers = transform.ProxyRequest.Headers;
        headers.Remove(HeaderNames.Caller);
        foreach (var credential in CallersExtensions.CredentialHeaders) headers.Remove(credential);
        services.GetRequiredService<ServiceKey>().PutOn(transform.ProxyRequest);
        if (transform.HttpContext.User.ToCaller() is { } caller) headers.TryAddWithoutValidation(HeaderNames.Caller, services.GetRequiredService<CallerToken>().Sign(caller));
        return ValueTask.CompletedTask;
    });
}
