namespace EndToEnd.Tests.Graphs;

/// <summary>Without a broker, agents that take a second, and nobody who waits that long: neither callers nor sessions.</summary>
public sealed class HastyGraph() : Graph(
    "Communication:Mode=direct",
    "Services:AgentService:Model:Provider=echo",
    "Services:AgentService:Model:EchoDelay=00:00:01",
    "Services:RequestManager:Requests:ResponseTimeout=00:00:00.2",
    "Services:RequestManager:Sessions:Timeout=00:00:02",
    "Services:RequestManager:Sessions:SweepInterval=00:00:01");

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnHastyGraph : ICollectionFixture<HastyGraph>;
