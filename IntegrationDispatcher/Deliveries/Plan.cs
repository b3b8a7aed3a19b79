using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using IntegrationDispatcher.Preferences;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Decides over which integrations an answer goes, and says why of each. Pure.</summary>
internal static class Plan
{
    public const string NotSetUp = "this server is not set up for it";

    /// <param name="only">The integrations it may go over; null for all.</param>
    /// <param name="plug">The integration, where this server has it.</param>
    /// <returns>One decision for every integration, in order of priority.</returns>
    public static IReadOnlyList<PlanDecision> Decide(
        Recipient recipient, ResponseType response, UserPreferences preferences, Func<IntegrationType, IIntegration?> plug, bool firstSuccess,
        IReadOnlyList<IntegrationType>? only = null)
    {
        var decisions = DeliveryTypes.All
            .Select(type => (Type: type, Settings: EffectiveConfiguration.Of(preferences, type, recipient)))
            .OrderBy(entry => entry.Settings.Priority)
            .Select(entry => only?.Contains(entry.Type) == false
                ? new(entry.Type, Verdict.Skipped, "the sender did not ask for it")
                : Decide(entry.Type, entry.Settings, recipient.Origin, response, preferences, plug(entry.Type)))
            .ToList();
        return firstSuccess ? StandingBy(decisions) : decisions;
    }

    /// <summary>The plan of a test message: over one integration, enabled or not, once.</summary>
    public static IReadOnlyList<PlanDecision> OfTest(
        Recipient recipient, IntegrationType type, UserPreferences preferences, Func<IntegrationType, IIntegration?> plug)
    {
        var settings = EffectiveConfiguration.Of(preferences, type, recipient);
        return Objection(plug(type), settings) is { } reason
            ? [new(type, Verdict.Skipped, reason)]
            : [new(type, Verdict.Chosen, "a test message was asked for", settings.Priority, MaxAttempts: 1)];
    }

    /// <summary>Who goes next when a delivery has ended without success; null when nobody stands by.</summary>
    public static PlanDecision? NextAfter(IReadOnlyList<PlanDecision> decisions, IntegrationType ended) =>
        decisions.SkipWhile(decision => decision.IntegrationType != ended).Skip(1).FirstOrDefault(decision => decision.Decision == Verdict.Standby);

    private static PlanDecision Decide(
        IntegrationType type, IntegrationSettings settings, IntegrationType? origin, ResponseType response, UserPreferences preferences, IIntegration? plug)
    {
        var own = preferences.Overrides.GetValueOrDefault(type);
        var reason =
            ResponseObjection(type, response)
            ?? (type == IntegrationType.Slack && origin == IntegrationType.Slack ? null : EnabledObjection(settings, own, preferences.Probes.GetValueOrDefault(type)))
            ?? OriginObjection(type, settings, origin)
            ?? Objection(plug, settings);
        return reason is not null
            ? new(type, Verdict.Skipped, reason)
            : new(type, Verdict.Chosen, own is null ? "enabled by default" : "enabled by the person's override", settings.Priority, settings.RetryCount + 1);
    }

    private static string? Objection(IIntegration? plug, IntegrationSettings settings) => plug is null ? NotSetUp : plug.Objection(settings.Config);

    private static string? ResponseObjection(IntegrationType type, ResponseType response) =>
        response == ResponseType.Error && type != IntegrationType.Slack ? "the agent failed, and only a person in Slack is told so" : null;

    private static string? EnabledObjection(IntegrationSettings settings, UserOverride? own, Probe? probe) =>
        settings.Enabled ? null
        : own is null && probe is { Verdict: ProbeVerdict.Refused } ? $"it does not work at the moment: {probe.Reason}"
        : own is null ? "disabled by default"
        : own.DisabledReason is { } disabled ? $"the person's override was disabled: {disabled}"
        : "disabled by the person's override";

    private static string? OriginObjection(IntegrationType type, IntegrationSettings settings, IntegrationType? origin)
    {
        if (origin is not { } source || (type == IntegrationType.Slack && source == IntegrationType.Slack)) return null;
        if (settings.Config[ConfigRules.Origins] is JsonArray origins)
        {
            return origins.Any(allowed => EnumText.TryParse<IntegrationType>(ConfigValues.TextOf(allowed), out var from) && from == source)
                ? null : $"its origins do not include {EnumText.Of(source)}";
        }

        return source == IntegrationType.Slack ? "an answer to Slack goes to the channel and thread it came from, and nowhere else" : null;
    }

    private static List<PlanDecision> StandingBy(List<PlanDecision> decisions)
    {
        var first = decisions.FindIndex(decision => decision.Decision == Verdict.Chosen);
        return [.. decisions.Select((decision, i) => i > first && decision.Decision == Verdict.Chosen
            ? decision with { Decision = Verdict.Standby, Reason = $"{decision.Reason}; goes out only when those before it end without success" }
            : decision)];
    }
}
