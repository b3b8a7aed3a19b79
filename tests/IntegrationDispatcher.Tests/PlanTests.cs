using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;
using static IntegrationDispatcher.Tests.People;

namespace IntegrationDispatcher.Tests;

public class PlanTests
{
    private const string Url = """{"url":"https://example.com/hook"}""";

    [Fact]
    public void Every_integration_is_decided_and_every_decision_has_a_reason()
    {
        var plan = Decide(WithoutOverrides);
        Assert.Equal(DeliveryTypes.All.Order(), plan.Select(decision => decision.IntegrationType).Order());
        Assert.All(plan, decision => Assert.NotEmpty(decision.Reason));
    }

    [Theory]
    [InlineData(IntegrationType.Web)]
    [InlineData(IntegrationType.Cli)]
    [InlineData(IntegrationType.Tool)]
    [InlineData(IntegrationType.Teams)]
    public void An_answer_goes_to_every_effective_integration_in_order_of_priority(IntegrationType origin) =>
        Assert.Equal([IntegrationType.Webhook, IntegrationType.Test], Chosen(Decide(With((IntegrationType.Webhook, Settings(Url))), origin)));

    [Fact]
    public void An_answer_to_slack_goes_nowhere_else()
    {
        var plan = Decide(With((IntegrationType.Webhook, Settings(Url))), IntegrationType.Slack);
        Assert.Empty(Chosen(plan));
        Assert.Contains("came from", ReasonFor(plan, IntegrationType.Webhook), StringComparison.Ordinal);
        Assert.Contains("not set up", ReasonFor(plan, IntegrationType.Slack), StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_narrow_an_integration()
    {
        var preferences = With((IntegrationType.Test, Settings("""{"origins":["CLI"]}""")));
        Assert.Equal([IntegrationType.Test], Chosen(Decide(preferences, IntegrationType.Cli)));
        Assert.Contains("WEB", ReasonFor(Decide(preferences), IntegrationType.Test), StringComparison.Ordinal);
    }

    [Fact]
    public void Origins_widen_an_integration_to_slack() =>
        Assert.Equal([IntegrationType.Test], Chosen(Decide(With((IntegrationType.Test, Settings("""{"origins":["slack"]}"""))), IntegrationType.Slack)));

    [Fact]
    public void A_failed_turn_is_sent_to_nobody_but_slack() =>
        Assert.Empty(Chosen(Plan.Decide(From(IntegrationType.Web), ResponseType.Error, WithoutOverrides, Plug, firstSuccess: false)));

    [Fact]
    public void What_is_not_on_this_server_is_skipped() =>
        Assert.Contains("not set up", ReasonFor(Decide(With((IntegrationType.Sms, Settings()))), IntegrationType.Sms), StringComparison.Ordinal);

    [Fact]
    public void A_webhook_without_a_url_is_skipped() =>
        Assert.Contains("no url", ReasonFor(Decide(With((IntegrationType.Webhook, Settings()))), IntegrationType.Webhook), StringComparison.Ordinal);

    [Fact]
    public void The_reason_tells_whose_decision_it_was()
    {
        var plan = Decide(With((IntegrationType.Test, Settings(enabled: false))));
        Assert.Equal("disabled by the person's override", ReasonFor(plan, IntegrationType.Test));
        Assert.Equal("disabled by default", ReasonFor(plan, IntegrationType.Webhook));
    }

    [Fact]
    public void An_override_the_far_side_ended_is_said_to_be()
    {
        var gone = new UserPreferences(Defaults, new Dictionary<IntegrationType, UserOverride>
        {
            [IntegrationType.Webhook] = new(1, 2, Settings(Url, enabled: false), "the far side answered 410"),
        });
        Assert.Equal("the person's override was disabled: the far side answered 410", ReasonFor(Decide(gone), IntegrationType.Webhook));
    }

    [Fact]
    public void With_first_success_the_others_stand_by_in_order()
    {
        var preferences = With((IntegrationType.Webhook, Settings(Url)));
        var plan = Plan.Decide(From(IntegrationType.Web), ResponseType.Message, preferences, Plug, firstSuccess: true);
        Assert.Equal([IntegrationType.Webhook], Chosen(plan));
        Assert.Equal(IntegrationType.Test, Plan.NextAfter(plan, IntegrationType.Webhook)?.IntegrationType);
        Assert.Null(Plan.NextAfter(plan, IntegrationType.Test));
    }

    private static IReadOnlyList<PlanDecision> Decide(UserPreferences preferences, IntegrationType origin = IntegrationType.Web) =>
        Plan.Decide(From(origin), ResponseType.Message, preferences, Plug, firstSuccess: false);

    private static Recipient From(IntegrationType origin) => new("john.doe", origin, null);

    private static IEnumerable<IntegrationType> Chosen(IEnumerable<PlanDecision> plan) =>
        plan.Where(decision => decision.Decision == Verdict.Chosen).Select(decision => decision.IntegrationType);

    private static string ReasonFor(IEnumerable<PlanDecision> plan, IntegrationType type) => plan.Single(decision => decision.IntegrationType == type).Reason;
}
