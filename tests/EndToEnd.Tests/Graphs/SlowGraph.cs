namespace EndToEnd.Tests.Graphs;

/// <summary>Events over the broker, and agents that take their time: what is killed here is killed in the middle of something.</summary>
public sealed class SlowGraph() : Graph(
    "Communication:Mode=eventing",
    "Services:AgentService:Model:Provider=echo",
    "Services:AgentService:Model:EchoDelay=00:00:00.4");

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnSlowGraph : ICollectionFixture<SlowGraph>;
