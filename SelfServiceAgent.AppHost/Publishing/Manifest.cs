using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// What the manifest has differently, for azd reads it and deploys to Azure Container Apps: there the ingress ends TLS, and it is the same
/// door for the outside and for the other services.
/// </summary>
internal static class Manifest
{
    private const string Http = "http", Https = "https";

    /// <summary>Whether this run is for a manifest: <c>--publisher manifest</c>, or the pipeline's step of the same purpose.</summary>
    public static bool PublishesManifest(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode
        && (builder.Configuration["Publishing:Publisher"] is "manifest" || builder.Configuration["Pipeline:Step"] is "publish-manifest");

    /// <summary>
    /// Reachable from outside by https only. The ports are the platform's own: azd refuses others. Plain HTTP is what the container itself
    /// speaks behind the ingress; whoever asked for it there would be redirected, and a redirected POST is lost, so nobody is told of it.
    /// </summary>
    public static Service ReachedByHttps(this Service service) => service
        .WithEndpoint(Http, endpoint => endpoint.ExcludeReferenceEndpoint = true)
        .WithHttpsEndpoint(name: Https)
        .WithEndpoint(Https, endpoint => endpoint.IsExternal = true)
        .WithEndpointsInEnvironment(endpoint => endpoint.UriScheme == Http);

    public static EndpointReference HttpsEndpoint(this Service service) => service.GetEndpoint(Https);
}
