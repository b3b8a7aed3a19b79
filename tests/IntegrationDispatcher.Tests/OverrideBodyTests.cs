using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class OverrideBodyTests
{
    [Theory]
    [InlineData(0, "{}")]
    [InlineData(1, """{"colour":1}""")]
    [InlineData(1, """{"url":"/relative"}""")]
    public void What_is_wrong_by_itself_is_known_before_anything_is_stored(int priority, string config) =>
        Assert.NotNull(Body(priority, config).Problem(IntegrationType.Webhook));

    [Fact]
    public void A_mask_is_not_wrong_by_itself() =>
        Assert.Null(Body(1, """{"signing_secrets":["***"],"headers":{"X-A":"***"}}""").Problem(IntegrationType.Webhook));

    [Fact]
    public void An_integration_that_only_brings_requests_in_cannot_be_overridden() => Assert.NotNull(Body(1, "{}").Problem(IntegrationType.Web));

    private static OverrideChange Body(int priority, string config) => new() { Priority = priority, Config = JsonNode.Parse(config)!.AsObject() };
}
