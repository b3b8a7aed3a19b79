namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>Section <c>Webhooks</c>: where webhooks may lead.</summary>
internal sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    /// <summary>Lets webhooks call this machine's own loopback addresses, and nothing else that is private. For development only.</summary>
    public bool DangerousAllowLoopback { get; set; }
}
