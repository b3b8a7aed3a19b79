using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Faults;

/// <summary>A test that breaks something: when it fails halfway, the tests after it still find a whole graph.</summary>
public abstract class FaultTest(Graph graph) : EndToEndTest(graph)
{
    protected override Task CleanUpAsync() => Graph.RestoreAsync();
}
