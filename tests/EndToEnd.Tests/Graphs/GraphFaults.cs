using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EndToEnd.Tests.Graphs;

/// <summary>Stops, starts and kills parts of a running graph.</summary>
public static class GraphFaults
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task StopAsync(this Graph graph, string name)
    {
        foreach (var id in await graph.InstancesOfAsync(name))
        {
            await graph.CommandAsync(id, KnownResourceCommands.StopCommand);
            await Poll.UntilAsync(() => KnownResourceStates.TerminalStates.Contains(graph.StateOf(id)?.State?.Text), $"{id} has stopped");
        }
    }

    public static async Task StartAsync(this Graph graph, string name)
    {
        foreach (var id in await graph.InstancesOfAsync(name)) await graph.StartInstanceAsync(id);
    }

    /// <summary>Starts what was stopped or killed, and waits for the new process: the old one's last snapshot may linger.</summary>
    public static async Task StartInstanceAsync(this Graph graph, string id)
    {
        var before = graph.StateOf(id)?.StartTimeStamp;
        await graph.CommandAsync(id, KnownResourceCommands.StartCommand);
        await Poll.UntilAsync(
            () => graph.StateOf(id) is { } now && now.StartTimeStamp != before && now.State?.Text == KnownResourceStates.Running && now.HealthStatus == HealthStatus.Healthy,
            $"{id} is healthy again");
    }

    /// <summary><c>kill -9</c>, without a word to anyone.</summary>
    public static async Task KillInstanceAsync(this Graph graph, string id)
    {
        var pid = graph.StateOf(id)!.Properties.Single(property => property.Name == "executable.pid").Value!;
        using (var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture)))
        {
            process.Kill(entireProcessTree: true); // the service may be the child of what the orchestrator started
        }

        await Poll.UntilAsync(() => KnownResourceStates.TerminalStates.Contains(graph.StateOf(id)?.State?.Text), $"{id} is dead");
    }

    /// <summary>The ids of a resource's replicas.</summary>
    public static async Task<IReadOnlyList<string>> InstancesOfAsync(this Graph graph, string name)
    {
        var resource = graph.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);
        var count = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        return await graph.App.ResourceNotifications.WatchAsync(Cancelled).Where(now => now.Resource == resource).Select(now => now.ResourceId)
            .Distinct().Take(count).ToListAsync(Cancelled);
    }

    private static CustomResourceSnapshot? StateOf(this Graph graph, string id) =>
        graph.App.ResourceNotifications.TryGetCurrentState(id, out var state) ? state.Snapshot : null;

    private static async Task CommandAsync(this Graph graph, string id, string command)
    {
        var result = await graph.App.ResourceCommands.ExecuteCommandAsync(id, command, Cancelled);
        Assert.True(result.Success, $"{command} {id}: {result.Message}");
    }
}
