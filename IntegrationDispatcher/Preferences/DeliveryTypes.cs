using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>The integrations a message can leave by; the rest only bring requests in.</summary>
internal static class DeliveryTypes
{
    public static IReadOnlyList<IntegrationType> All { get; } =
        [IntegrationType.Slack, IntegrationType.Email, IntegrationType.Webhook, IntegrationType.Sms, IntegrationType.Test];
}
