using EndToEnd.Tests.Graphs;

namespace Evaluations;

/// <summary>The whole system with the model that the environment names: <c>Services__AgentService__Model__Provider</c> and its like; the embedded one else.</summary>
public sealed class EvaluatedGraph() : Graph("Communication:Mode=direct")
{
    internal Report Report { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await Report.WriteAsync(Environment.GetEnvironmentVariable("Services__AgentService__Model__Provider") ?? "embedded");
        await base.DisposeAsync();
    }
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnEvaluatedGraph : ICollectionFixture<EvaluatedGraph>;
