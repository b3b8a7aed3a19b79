using System.Globalization;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Turns;

/// <summary>Lets a caller hear an answer while it is being written.</summary>
internal sealed partial class DeltaPublisher(IEventTransport transport, TimeProvider clock, ILogger<DeltaPublisher> logger)
{
    // What takes longer would only hold up the pieces behind it.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <returns>Null when nobody listens.</returns>
    public DeltaStream? Open(ClaimedTurn turn) =>
        turn.Request.Streams && turn.ReplyTo is not null ? new(text => TryPublishAsync(turn, text)) : null;

    private async Task<bool> TryPublishAsync(ClaimedTurn turn, (int Index, string Text) piece)
    {
        using var limit = new CancellationTokenSource(_patience, clock);
        try
        {
            await transport.PublishAsync(EventOf(turn, piece.Index, piece.Text), limit.Token);
            return true;
        }
#pragma warning disable CA1031 // the whole answer follows anyway
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotPublished(logger, turn.Request.RequestId, piece.Index, e.Message);
            return false;
        }
    }

    // Attempts are told apart by the lease's epoch: an attempt that was handed over is not counted, and the next has the same number.
    private Envelope<ResponseDelta> EventOf(ClaimedTurn turn, int index, string text)
    {
        var requestId = turn.Request.RequestId.ToString();
        var id = string.Create(CultureInfo.InvariantCulture, $"{requestId}.{turn.Epoch}.{index}");
        return new(
            id, ServiceNames.AgentService, EventTypes.ResponseDelta, clock.GetUtcNow(), requestId,
            new(turn.Request.RequestId, turn.Epoch, index, text))
        {
            RequestId = requestId,
            ReplyTo = turn.ReplyTo,
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "delta.not_published {RequestId} {Index}: {Reason}")]
    private static partial void LogNotPublished(ILogger logger, Guid requestId, int index, string reason);
}
