using EndToEnd.Tests.Graphs;
using Faults.FarSides;

namespace Faults.Breaking;

/// <summary><c>kill -9</c> of one replica, or of a server.</summary>
internal sealed record Kill(FaultGraph Graph, string Name) : Fault($"kill -9 of {Name}")
{
    private string? _victim;

    public override async Task BreakAsync(Random random)
    {
        var replicas = await Graph.InstancesOfAsync(Name);
        _victim = replicas[random.Next(replicas.Count)];
        await Graph.KillInstanceAsync(_victim);
    }

    public override Task MendAsync() => _victim is null ? Task.CompletedTask : Graph.StartInstanceAsync(_victim);
}

/// <summary><c>kill -9</c> of one replica while all it says to the servers is long on its way: amid its work, at any step of it.</summary>
internal sealed record KillAmidWork(FaultGraph Graph, string Name) : Fault($"kill -9 of {Name} amid its work")
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(100), _untilAllIsSlow = TimeSpan.FromSeconds(1);

    private readonly Kill _kill = new(Graph, Name);

    public override TimeSpan Longest => TimeSpan.FromSeconds(2);

    public override async Task BreakAsync(Random random)
    {
        Graph.ToDatabase.Delay = Graph.ToBroker.Delay = _delay;
        await Task.Delay(_untilAllIsSlow + (_delay * random.Next(10)));
        await _kill.BreakAsync(random);
    }

    public override Task MendAsync()
    {
        Graph.ToDatabase.Delay = Graph.ToBroker.Delay = TimeSpan.Zero;
        return _kill.MendAsync();
    }
}

/// <summary>All replicas of a service at once.</summary>
internal sealed record KillAll(FaultGraph Graph, string Name) : Fault($"kill -9 of every {Name}")
{
    public override Task BreakAsync(Random random) => Graph.KillAllAsync(Name);

    public override Task MendAsync() => Graph.StartAsync(Name);
}

/// <summary>
/// One replica stands still for longer than its leases last, and then goes on as if nothing had been. Far sides are slow before, so that it
/// has something in hand.
/// </summary>
internal sealed record Freeze(FaultGraph Graph, string Name) : Fault($"{Name} frozen")
{
    private static readonly TimeSpan _longerThanALease = TimeSpan.FromSeconds(4), _untilHandsAreFull = TimeSpan.FromSeconds(1);

    private string? _victim;

    public override TimeSpan Longest => TimeSpan.Zero;

    public override async Task BreakAsync(Random random)
    {
        var replicas = await Graph.InstancesOfAsync(Name);
        Graph.Models.Mood = Graph.Webhooks.Server.Mood = Mood.IsSlow;
        await Task.Delay(_untilHandsAreFull);
        _victim = replicas[random.Next(replicas.Count)];
        await Graph.SignalInstanceAsync(_victim, "STOP");
        await Task.Delay(_longerThanALease);
    }

    public override Task MendAsync()
    {
        Graph.Models.Mood = Graph.Webhooks.Server.Mood = Mood.Answers;
        return _victim is null ? Task.CompletedTask : Graph.SignalInstanceAsync(_victim, "CONT");
    }
}

/// <summary>An orderly stop.</summary>
internal sealed record Stop(FaultGraph Graph, string Name) : Fault($"stop of {Name}")
{
    public override Task BreakAsync(Random random) => Graph.StopAsync(Name);

    public override Task MendAsync() => Graph.StartAsync(Name);
}

/// <summary>Every replica of every service is stopped and started again, one after the other, as an upgrade does.</summary>
internal sealed record RollingRestart(FaultGraph Graph) : Fault("rolling restart of all replicas")
{
    public override TimeSpan Longest => TimeSpan.Zero;

    public override async Task BreakAsync(Random random)
    {
        foreach (var name in FaultGraph.Services)
        {
            foreach (var replica in await Graph.InstancesOfAsync(name))
            {
                await Graph.StopInstanceAsync(replica);
                await Graph.StartInstanceAsync(replica);
            }
        }
    }

    public override Task MendAsync() => Task.CompletedTask;
}
