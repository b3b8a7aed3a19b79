using System.Diagnostics;
using System.Diagnostics.Metrics;
using CloudNative.CloudEvents;

namespace SelfServiceAgent.EventBus;

internal static class EventBusTelemetry
{
    public const string Name = "SelfServiceAgent.EventBus";

    public static readonly ActivitySource Source = new(Name);

    public static Meter Meter { get; } = new(Name);

    public static readonly Counter<long> Published = Meter.CreateCounter<long>("ssa.events.published", "{event}", "Events confirmed by the other side.");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("ssa.events.received", "{event}", "Events taken in and committed.");
    public static readonly Counter<long> DeadLettered = Meter.CreateCounter<long>("ssa.events.dead_lettered", "{event}", "Events nobody could read.");

    /// <summary>The span of a publish, a child of whoever made the event; what goes out names it as the parent.</summary>
    public static Activity? StartPublish<TData>(Envelope<TData> envelope)
    {
        if (TransientEvents.Include(envelope.Type)) return null;
        ActivityContext.TryParse(envelope.TraceParent, null, out var parent);
        var activity = Source.StartActivity($"publish {envelope.Type}", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.message.id", envelope.Id);
        return activity;
    }

    /// <summary>The span of taking an event in, a child of its publish.</summary>
    public static Activity? StartProcess(CloudEvent cloudEvent)
    {
        if (TransientEvents.Include(cloudEvent.Type)) return null;
        ActivityContext.TryParse(EventCodec.TraceParentOf(cloudEvent), null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"process {cloudEvent.Type}", ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.message.id", cloudEvent.Id);
        return activity;
    }
}
