using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace EndToEnd.Tests.Graphs;

/// <summary>What the parts of a graph last said, for whoever must find out why a test failed.</summary>
internal static class GraphLogs
{
    private const int LinesEach = 30;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static async Task<string> LastLogsAsync(this Graph graph)
    {
        if (graph.App is null) return "";
        var logs = graph.App.Services.GetRequiredService<ResourceLoggerService>();
        var text = new StringBuilder();
        foreach (var resource in graph.Resources.Where(r => r is ProjectResource or ExecutableResource))
        {
            text.AppendLine($"--- {resource.Name}");
            foreach (var line in await LastLinesAsync(logs, resource)) text.AppendLine(line);
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<string>> LastLinesAsync(ResourceLoggerService logs, IResource resource)
    {
        var lines = new Queue<string>();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(limit.Token))
            {
                foreach (var line in batch)
                {
                    lines.Enqueue(line.Content);
                    if (lines.Count > LinesEach) lines.Dequeue();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // what there is will do
        }

        return lines;
    }
}
