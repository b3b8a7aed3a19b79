using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>Tells AgentService of a stored request. When that fails the row's time to be published again comes anyway.</summary>
internal sealed partial class RequestPublisher(IEventTransport transport, EventBusIdentity identity, IOptions<RequestOptions> options, ILogger<RequestPublisher> logger)
{
    /// <summary>Nobody waits for the confirm: the answer proves that the event arrived, and without one the sweeper repeats it.</summary>
    public void PublishInBackground(NumberedRequest request) => _ = Task.Run(() => TryPublishAsync(request, CancellationToken.None));

    public async Task<bool> TryPublishAsync(NumberedRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PublishAsync(request.ToEvent(identity.ReplicaId, options.Value.Lifetime), cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // nobody awaits this; the row knows that it is unanswered
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotPublished(logger, request.RequestId, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "request.not_published {RequestId}: {Reason}; it will be again")]
    private static partial void LogNotPublished(ILogger logger, Guid requestId, string reason);
}
