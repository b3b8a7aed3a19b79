using AgentService.Tests;

namespace EndToEnd.Tests.Graphs;

/// <summary>
/// Events over the broker, and agents that take their time: what is killed here is killed in the middle of something. One of them,
/// <see cref="SlowAgent"/>, has a model that takes half a minute; another, <see cref="ServedAgent"/>, one behind a server.
/// </summary>
public sealed class SlowGraph() : Graph(
    "Communication:Mode=eventing",
    "Services:AgentService:Model:Provider=echo",
    "Services:AgentService:Model:EchoDelay=00:00:00.4",
    "Services:AgentService:Models:slow:Provider=echo",
    "Services:AgentService:Models:slow:EchoDelay=00:00:30",
    $"Services:AgentService:Agents:Directory={Path.Combine(AppContext.BaseDirectory, "Graphs", "Agents")}")
{
    public const string SlowAgent = "slow-agent", ServedAgent = "served-agent";

    internal ModelFarSide Model { get; private set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Model is not null) await Model.DisposeAsync();
    }

    // A call is made once, so what is made again is the turn.
    protected override async Task<string[]> StartFarSidesAsync()
    {
        Model = await ModelFarSide.StartAsync();
        return
        [
            "Services:AgentService:Models:served:Provider=llama-stack",
            $"Services:AgentService:Models:served:BaseUrl={Model.BaseUrl}",
            $"Services:AgentService:Models:served:ApiKey={ModelFarSide.Key}",
            $"Services:AgentService:Models:served:ModelId={ModelFarSide.ModelId}",
            "Services:AgentService:Models:served:Retries=0",
        ];
    }
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnSlowGraph : ICollectionFixture<SlowGraph>;
