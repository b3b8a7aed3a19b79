using CloudNative.CloudEvents;
using Microsoft.Extensions.DependencyInjection;

namespace SelfServiceAgent.EventBus;

/// <summary>One type of event and who takes it in.</summary>
internal abstract class EventSubscription(string type)
{
    public string Type => type;

    public abstract Task ReceiveAsync(CloudEvent cloudEvent, CancellationToken cancellationToken);
}

internal sealed class EventSubscription<TData>(string type, IEventReceiver<TData> receiver) : EventSubscription(type)
{
    public override Task ReceiveAsync(CloudEvent cloudEvent, CancellationToken cancellationToken) =>
        receiver.ReceiveAsync(EventCodec.Open<TData>(cloudEvent), cancellationToken);
}

/// <summary>Gives what comes in, by whichever transport, to its receiver.</summary>
internal sealed class EventIntake(IServiceProvider services)
{
    // Only when the first event comes: a receiver may publish, and the transport that would make it publishes and receives.
    private readonly Lazy<Dictionary<string, EventSubscription>> _byType =
        new(() => services.GetServices<EventSubscription>().ToDictionary(subscription => subscription.Type));

    /// <summary>False when this service has no use for the type; true when the event is committed.</summary>
    public async Task<bool> ReceiveAsync(CloudEvent cloudEvent, CancellationToken cancellationToken)
    {
        if (!_byType.Value.TryGetValue(cloudEvent.Type!, out var subscription)) return false;
        using var activity = EventBusTelemetry.StartProcess(cloudEvent);
        await subscription.ReceiveAsync(cloudEvent, cancellationToken);
        EventBusTelemetry.Received.Add(1, new KeyValuePair<string, object?>("type", cloudEvent.Type));
        return true;
    }
}
