using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Responses;

/// <summary>An answer comes back: stored first, then the call that waits for it is woken.</summary>
internal sealed partial class ResponseReadyReceiver(
    ResponseStore store, ResponseWaiters waiters, ILogger<ResponseReadyReceiver> logger, ResponseForwarder? forwarder = null) : IEventReceiver<ResponseReady>
{
    public async Task ReceiveAsync(Envelope<ResponseReady> envelope, CancellationToken cancellationToken)
    {
        if (!Storable.Text(envelope.Data.Content) || !Storable.Json(envelope.Data.Metadata) || envelope.Data.AgentId.Length is 0 or > 255)
            throw new EventRejectedException("it holds text that cannot be stored");
        var stored = await store.StoreAsync(envelope, cancellationToken);
        var answer = Answer.Of(envelope.Data);
        waiters.Wake(answer);
        forwarder?.WakeUp.Set();
        if (!stored) return; // the same answer once more, from the other queue or published again
        RequestTelemetry.Completed(envelope.Data);
        LogCompleted(logger, answer.RequestId, answer.SessionId, envelope.SessionSeq, envelope.Data.IntegrationType, answer.AgentId, answer.Status, answer.FailureCode, answer.ProcessingTimeMs);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "request.completed {RequestId} {SessionId} {SessionSeq} {IntegrationType} {AgentId} {Status} {FailureCode} {ProcessingTimeMs}")]
    private static partial void LogCompleted(
        ILogger logger, Guid requestId, Guid sessionId, int? sessionSeq, IntegrationType integrationType, string agentId, Storage.RequestStatus status, string? failureCode,
        int processingTimeMs);
}
