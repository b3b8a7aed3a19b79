using IntegrationDispatcher.Deliveries;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Tests;

public class ExplanationTests
{
    private static readonly PlanDecision _webhook = new(IntegrationType.Webhook, Verdict.Chosen, "enabled by default", 1, 4);
    private static readonly PlanDecision _test = new(IntegrationType.Test, Verdict.Chosen, "enabled by default", 5, 2);

    [Fact]
    public void The_first_waits_for_nobody() => Assert.StartsWith("Waits for its first attempt. ", Of(_webhook, _webhook, _test), StringComparison.Ordinal);

    [Fact]
    public void A_later_one_waits_for_those_before_it() => Assert.Contains("higher priority", Of(_test, _webhook, _test), StringComparison.Ordinal);

    [Fact]
    public void What_was_skipped_is_waited_for_by_nobody() =>
        Assert.DoesNotContain("priority", Of(_test, _webhook with { Decision = Verdict.Skipped }, _test), StringComparison.Ordinal);

    private static string Of(PlanDecision own, params PlanDecision[] decisions) => Explanation.Of(
        new()
        {
            DeliveryId = Guid.Empty, RequestId = Guid.Empty, SessionId = Guid.Empty, UserId = "u", IntegrationType = own.IntegrationType,
            Priority = own.Priority!.Value, Status = DeliveryStatus.Pending,
        },
        null,
        decisions);
}
