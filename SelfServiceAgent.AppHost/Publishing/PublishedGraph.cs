using Aspire.Hosting.Pipelines;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>What of the app model is published: the services, and the servers that come with them.</summary>
internal sealed record PublishedGraph(IReadOnlyList<PublishedService> Services, IReadOnlyList<ContainerResource> Servers)
{
    public static async Task<PublishedGraph> ReadAsync(PipelineStepContext context)
    {
        var services = new List<PublishedService>();
        foreach (var service in context.Model.Resources.OfType<ProjectResource>())
            services.Add(await PublishedService.ReadAsync(service, context));

        return new(services, [.. context.Model.Resources.OfType<ContainerResource>()]);
    }
}
