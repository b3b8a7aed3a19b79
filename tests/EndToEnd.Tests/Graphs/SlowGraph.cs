namespace EndToEnd.Tests.Graphs;

/// <summary>
/// Events over the broker, and agents that take their time: what is killed here is killed in the middle of something. One of them,
/// <see cref="SlowAgent"/>, has a model that takes half a minute.
/// </summary>
public sealed class SlowGraph() : Graph(
    "Communication:Mode=eventing",
    "Services:AgentService:Model:Provider=echo",
    "Services:AgentService:Model:EchoDelay=00:00:00.4",
    "Services:AgentService:Models:slow:Provider=echo",
    "Services:AgentService:Models:slow:EchoDelay=00:00:30",
    $"Services:AgentService:Agents:Directory={Path.Combine(AppContext.BaseDirectory, "Graphs", "Agents")}")
{
    public const string SlowAgent = "slow-agent";
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnSlowGraph : ICollectionFixture<SlowGraph>;
