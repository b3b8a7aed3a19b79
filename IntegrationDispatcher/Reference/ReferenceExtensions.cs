using SelfServiceAgent.ServiceDefaults.Reference;

namespace IntegrationDispatcher.Reference;

internal static class ReferenceExtensions
{
    /// <summary>What is reached through the front door; it takes this document into its own.</summary>
    public static void AddReference(this IHostApplicationBuilder builder) => builder.Services.AddOpenApi(
        ReferenceOptions.Document, options => ReferenceOptions.Configure(options, "Preferences and deliveries", "How people are reached, and what became of messages."));

    public static void MapReference(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();
}
