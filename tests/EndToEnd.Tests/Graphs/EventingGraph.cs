namespace EndToEnd.Tests.Graphs;

/// <summary>The system as it runs in production: events over the broker.</summary>
public sealed class EventingGraph() : Graph("Communication:Mode=eventing");

/// <summary>Tests of one collection share its graph; it starts with the first and is gone before the next collection starts.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class OnEventingGraph : ICollectionFixture<EventingGraph>;
