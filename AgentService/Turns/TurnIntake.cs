using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>Requests come in; each becomes a turn in its session's mailbox, and many at once share a commit.</summary>
internal sealed class TurnIntake(TurnScheduler turns) : IEventReceiver<RequestCreated>, IAsyncDisposable
{
    private const int MaxBatch = 100;

    private readonly Batcher<Envelope<RequestCreated>> _batcher = new(MaxBatch, turns.TakeInAsync, Paces.Brisk);

    public async Task ReceiveAsync(Envelope<RequestCreated> envelope, CancellationToken cancellationToken)
    {
        if (Fault(envelope) is { } fault) throw new EventRejectedException(fault);
        await _batcher.AddAsync(envelope, cancellationToken);
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    // RequestManager checked all this; others may hold the service key as well.
    private static string? Fault(Envelope<RequestCreated> envelope)
    {
        var request = envelope.Data;
        if (envelope.SessionSeq is not > 0) return "sessionseq is missing or not positive";
        if (request.UserId.Length is 0 or > 255) return "user_id must have 1 to 255 characters";
        string?[] names = [request.TargetAgentId, envelope.CorrelationId];
        if (names.Any(name => name?.Length > 255) || envelope.ReplyTo?.Length > 64 || envelope.TraceParent?.Length > 55) return "an attribute is too long";
        string?[] texts = [.. names, request.UserId, request.Content, request.RequestType, envelope.ReplyTo, envelope.TraceParent];
        return texts.All(text => text is null || Storable.Text(text)) && Storable.Json(request.IntegrationContext) && Storable.Json(request.UserContext)
            ? null : "it holds text that cannot be stored";
    }
}
