using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>Decides where the local servers keep their data, and holds that directory for as long as the graph lives.</summary>
internal static partial class LocalData
{
    public const string DirectoryKey = "Infrastructure:DataDirectory";
    public const string FreshKey = "Infrastructure:FreshData";

    /// <summary>
    /// <see cref="FreshKey"/> gives a temporary directory, removed at the end; else <see cref="DirectoryKey"/>, else a directory of the
    /// user's own, which the next run finds again.
    /// </summary>
    /// <exception cref="DistributedApplicationException">Another run holds the directory, or a server could not reach it.</exception>
    [SupportedOSPlatform("linux")]
    public static DataDirectory OpenLocalData(this IDistributedApplicationBuilder builder)
    {
        var data = builder.Flag(FreshKey) ? TemporaryDirectory.Create() : DataDirectory.Open(Place(builder.Configuration[DirectoryKey]));

        // Made by a factory and asked for once, so that the container disposes it: after the orchestrator has stopped the servers.
        builder.Services.AddSingleton(_ => data);
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            var logger = start.Services.GetRequiredService<ILogger<DistributedApplication>>();
            var path = start.Services.GetRequiredService<DataDirectory>().Path;
            LogPlace(logger, path);
            return Task.CompletedTask;
        });
        return data;
    }

    private static string Place(string? configured)
    {
        if (!string.IsNullOrEmpty(configured))
            return Path.GetFullPath(configured);

        // Postgres refuses root and runs as its own user, who cannot enter root's home: there the data lies where services keep theirs.
        return Environment.IsPrivilegedProcess
            ? "/var/lib/self-service-agent"
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "SelfServiceAgent");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Postgres and RabbitMQ run locally, with their data in {Path}")]
    private static partial void LogPlace(ILogger logger, string path);
}
