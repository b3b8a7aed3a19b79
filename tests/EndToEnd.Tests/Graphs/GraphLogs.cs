using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace EndToEnd.Tests.Graphs;

/// <summary>What the parts of a graph said.</summary>
internal static class GraphLogs
{
    private const int LinesEach = 30;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>For whoever must find out why a test failed.</summary>
    public static async Task<string> LastLogsAsync(this Graph graph)
    {
        if (graph.App is null) return "";
        var logs = graph.App.Services.GetRequiredService<ResourceLoggerService>();
        var text = new StringBuilder();
        foreach (var resource in graph.Resources.Where(r => r is ProjectResource or ExecutableResource))
        {
            text.AppendLine($"--- {resource.Name}");
            foreach (var line in (await LinesAsync(logs, resource)).TakeLast(LinesEach)) text.AppendLine(line);
        }

        return text.ToString();
    }

    /// <summary>The lines of our own services that contain a text.</summary>
    public static async Task<IReadOnlyList<string>> LinesWithAsync(this Graph graph, string text)
    {
        var logs = graph.App.Services.GetRequiredService<ResourceLoggerService>();
        var lines = await Task.WhenAll(graph.Resources.OfType<ProjectResource>().Select(service => LinesAsync(logs, service)));
        Assert.All(lines, ofService => Assert.NotEmpty(ofService));
        return [.. lines.SelectMany(ofService => ofService).Where(line => line.Contains(text, StringComparison.Ordinal))];
    }

    private static async Task<List<string>> LinesAsync(ResourceLoggerService logs, IResource resource)
    {
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(limit.Token))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // what there is will do
        }

        return lines;
    }
}
