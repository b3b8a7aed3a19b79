namespace EndToEnd.Tests.Graphs;

/// <summary>The system of a developer without a broker: events by plain HTTP.</summary>
public sealed class DirectGraph() : Graph("Communication:Mode=direct");

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnDirectGraph : ICollectionFixture<DirectGraph>;
