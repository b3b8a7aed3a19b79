using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EndToEnd.Tests.Graphs;

/// <summary>Stops, starts and kills parts of a running graph.</summary>
public static class GraphFaults
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task StopAsync(this Graph graph, string name) =>
        await Task.WhenAll((await graph.InstancesOfAsync(name)).Select(graph.StopInstanceAsync));

    public static async Task StartAsync(this Graph graph, string name) =>
        await Task.WhenAll((await graph.InstancesOfAsync(name)).Select(graph.StartInstanceAsync));

    /// <summary>Starts whatever a test left dead, until all of the graph is well: a part may have to wait for another to be back first.</summary>
    public static Task RestoreAsync(this Graph graph) => Poll.UntilAsync(
        async () =>
        {
            var isWhole = true;
            foreach (var name in new[] { Graph.Postgres, Graph.Broker, Graph.Agents, Graph.Dispatcher, Graph.FrontDoor }.Where(graph.Has))
            {
                foreach (var id in await graph.InstancesOfAsync(name))
                {
                    if (graph.IsDead(id)) await graph.CommandAsync(id, KnownResourceCommands.StartCommand);
                    isWhole &= graph.StateOf(id)?.HealthStatus == HealthStatus.Healthy && !graph.IsDead(id);
                }
            }

            return isWhole;
        },
        "all of the graph is well again");

    /// <summary>Starts what was stopped or killed, and waits for the new process: the old one's last snapshot may linger.</summary>
    public static async Task StartInstanceAsync(this Graph graph, string id)
    {
        var before = graph.StateOf(id)?.StartTimeStamp;
        var result = await graph.CommandAsync(id, KnownResourceCommands.StartCommand);
        Assert.True(result.Success, $"{id} did not start: {result.Message}");
        await Poll.UntilAsync(
            () => graph.StateOf(id) is { HealthStatus: HealthStatus.Healthy } now
                && now.StartTimeStamp != before && now.State?.Text == KnownResourceStates.Running,
            $"{id} is healthy again");
    }

    /// <summary><c>kill -9</c>, without a word to anyone.</summary>
    public static async Task KillInstanceAsync(this Graph graph, string id)
    {
        // Who has just been started goes by their predecessor's number for a moment.
        using (var process = await Poll.ForAsync(() => Task.FromResult(graph.FindProcessOf(id)), $"{id} runs"))
        {
            process.Kill(entireProcessTree: true); // the service may be the child of what the orchestrator started
        }

        await Poll.UntilAsync(() => graph.IsDead(id), $"{id} is dead");
    }

    /// <summary>All replicas at once.</summary>
    public static async Task KillAllAsync(this Graph graph, string name) =>
        await Task.WhenAll((await graph.InstancesOfAsync(name)).Select(graph.KillInstanceAsync));

    /// <summary>Sends a signal to a replica and to the processes under it.</summary>
    /// <param name="signal">Its name, as <c>kill</c> knows it: <c>STOP</c>.</param>
    public static async Task SignalInstanceAsync(this Graph graph, string id, string signal)
    {
        using var kill = Process.Start("bash", ["-c", """kill -"$1" "$0" $(pgrep --parent "$0")""", $"{graph.ProcessOf(id)}", signal]);
        await kill.WaitForExitAsync(Cancelled);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>The ids of a resource's replicas.</summary>
    public static async Task<IReadOnlyList<string>> InstancesOfAsync(this Graph graph, string name)
    {
        var resource = graph.Resources.Single(resource => resource.Name == name);
        var count = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        return await graph.App.ResourceNotifications.WatchAsync(Cancelled)
            .Where(now => now.Resource == resource).Select(now => now.ResourceId).Distinct().Take(count).ToListAsync(Cancelled);
    }

    /// <summary>The process that the orchestrator started for a replica.</summary>
    public static int ProcessOf(this Graph graph, string id) => Convert.ToInt32(
        graph.StateOf(id)!.Properties.Single(property => property.Name == "executable.pid").Value!, CultureInfo.InvariantCulture);

    private static Process? FindProcessOf(this Graph graph, string id)
    {
        try
        {
            return Process.GetProcessById(graph.ProcessOf(id));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The orchestrator's patience is shorter than a busy machine needs, and then it no longer looks; what counts is that the process ends.
    public static async Task StopInstanceAsync(this Graph graph, string id)
    {
        var process = graph.ProcessOf(id);
        var result = await graph.CommandAsync(id, KnownResourceCommands.StopCommand);
        await Poll.UntilAsync(() => graph.IsDead(id) || (!result.Success && !Directory.Exists($"/proc/{process}")), $"{id} has stopped ({result.Message})");
    }

    /// <summary>With which the process ended; 137 when it was killed.</summary>
    public static int? ExitCodeOf(this Graph graph, string id) => graph.StateOf(id)?.ExitCode;

    private static bool IsDead(this Graph graph, string id) => KnownResourceStates.TerminalStates.Contains(graph.StateOf(id)?.State?.Text);

    private static CustomResourceSnapshot? StateOf(this Graph graph, string id) =>
        graph.App.ResourceNotifications.TryGetCurrentState(id, out var state) ? state.Snapshot : null;

    private static Task<ExecuteCommandResult> CommandAsync(this Graph graph, string id, string command) =>
        graph.App.ResourceCommands.ExecuteCommandAsync(id, command, Cancelled);
}
