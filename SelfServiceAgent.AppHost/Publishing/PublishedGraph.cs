using Aspire.Hosting.Pipelines;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>What of the app model is published: the services, and the servers that come with them.</summary>
internal sealed record PublishedGraph(IReadOnlyList<PublishedService> Services, IReadOnlyList<ContainerResource> Servers)
{
    /// <exception cref="DistributedApplicationException">The graph is one for development.</exception>
    public static async Task<PublishedGraph> ReadAsync(IDistributedApplicationBuilder builder, PipelineStepContext context)
    {
        if (builder.ChosenCommunication() == CommunicationMode.Direct)
            throw new DistributedApplicationException("Communication:Mode 'direct' is for development; published is only 'eventing'.");

        var services = new List<PublishedService>();
        foreach (var service in context.Model.Resources.OfType<ProjectResource>())
            services.Add(await PublishedService.ReadAsync(service, context));

        return new(services, [.. context.Model.Resources.OfType<ContainerResource>()]);
    }
}
