using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>Says on the console where requests go, as soon as they are answered there.</summary>
internal static partial class FrontDoor
{
    public static Service AnnounceFrontDoor(this Service requestManager) => requestManager.OnResourceReady(Announce);

    private static Task Announce(ProjectResource requestManager, ResourceReadyEvent ready, CancellationToken cancellationToken)
    {
        var logger = ready.Services.GetRequiredService<ILogger<DistributedApplication>>();
        var url = requestManager.GetEndpoint("http").Url;
        LogOpen(logger, url);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The front door is open: {Url}")]
    private static partial void LogOpen(ILogger logger, string url);
}
