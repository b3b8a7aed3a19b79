using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

/// <summary>A piece of an answer comes: the call that listens is told. What nobody listens to is dropped.</summary>
internal sealed class ResponseDeltaReceiver(ResponseDeltas deltas, EventBusIdentity identity, DeltaRelay? relay = null)
    : IEventReceiver<ResponseDelta>
{
    public Task ReceiveAsync(Envelope<ResponseDelta> envelope, CancellationToken cancellationToken)
    {
        var delta = envelope.Data;
        if (delta.Attempt < 1 || delta.Index < 0) throw new EventRejectedException("attempt and index must count");
        if (delta.Text.Length > ResponseDelta.MaxLength) throw new EventRejectedException("the text is too long");
        if (relay is not null && envelope.ReplyTo != identity.ReplicaId)
            return relay.PassOnAsync(envelope.ReplyTo, delta, cancellationToken);
        deltas.Tell(delta);
        return Task.CompletedTask;
    }
}
