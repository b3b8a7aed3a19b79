using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Slack;

/// <summary>A dispatcher that knows no signing secret believes nobody.</summary>
[Collection<OnEventingGraph>]
public sealed class WithoutSecretTests(EventingGraph graph) : EndToEndTest(graph)
{
    [Theory]
    [InlineData("/slack/events")]
    [InlineData("/slack/commands")]
    [InlineData("/slack/interactive")]
    public async Task Whatever_claims_to_come_from_slack_is_answered_with_503(string path) => (await new SlackSender(graph).SendAsync(
        path, "application/json", SlackSender.Event("U1", "C1", "1.1", "Hi", null, "Ev1"))).MustBeProblem(503, "slack_not_configured");
}
