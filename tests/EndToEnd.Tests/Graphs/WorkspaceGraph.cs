using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Graphs;

/// <summary>
/// As somebody runs it who has no Slack: a played workspace is part of it. The agents take as long as <c>SLACK_MODEL_DELAY</c> says, half a
/// second when it says nothing.
/// </summary>
public sealed class WorkspaceGraph() : Graph(
    "Communication:Mode=eventing",
    "SlackFarSide:Enabled=true",
    "Ports:SlackFarSide=0",
    "Services:AgentService:Model:Provider=echo",
    $"Services:AgentService:Model:EchoDelay={Environment.GetEnvironmentVariable("SLACK_MODEL_DELAY") ?? "00:00:00.5"}")
{
    /// <summary>What people do there.</summary>
    public Client SlackFarSide => Service(PlayedSlack);
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnWorkspaceGraph : ICollectionFixture<WorkspaceGraph>;
