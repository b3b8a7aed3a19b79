using EndToEnd.Tests.Graphs;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]

namespace EndToEnd.Tests.Support;

/// <summary>A test of a running graph. When it fails, its output ends with what the services said last.</summary>
public abstract class EndToEndTest(Graph graph) : IAsyncLifetime
{
    protected Graph Graph => graph;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(await graph.LastLogsAsync());
        await CleanUpAsync();
    }

    protected virtual Task CleanUpAsync() => Task.CompletedTask;

    /// <summary>A person nobody has heard of, so that tests sharing a graph do not meet.</summary>
    protected static string Somebody() => $"somebody-{Guid.NewGuid():N}";
}
