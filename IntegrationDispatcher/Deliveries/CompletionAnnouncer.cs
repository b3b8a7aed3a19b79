using System.Threading.Channels;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Publishes <c>delivery.completed</c>, for whoever likes to know. Nobody need hear it: it never holds a delivery up, and may be lost.</summary>
internal sealed partial class CompletionAnnouncer(IEventTransport transport, TimeProvider clock, ILogger<CompletionAnnouncer> logger) : BackgroundService
{
    private readonly Channel<Envelope<DeliveryCompleted>> _waiting =
        Channel.CreateBounded<Envelope<DeliveryCompleted>>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Announce(DueDelivery due, DeliveryState state)
    {
        var message = due.Message;
        var completed = new DeliveryCompleted(
            message.DeliveryId, message.RequestId, message.UserId, due.IntegrationType, state.Status, state.Attempts, state.Error);
        var requestId = message.RequestId.ToString();
        _waiting.Writer.TryWrite(new(
            $"{message.DeliveryId}:{state.Attempts}", ServiceNames.IntegrationDispatcher, EventTypes.DeliveryCompleted, clock.GetUtcNow(), requestId, completed)
        {
            UserId = message.UserId,
            SessionId = message.SessionId.ToString(),
            RequestId = requestId,
            CorrelationId = due.CorrelationId,
            CausationId = due.CausationId,
            TraceParent = due.TraceParent,
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var envelope in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await transport.PublishAsync(envelope, stoppingToken);
            }
#pragma warning disable CA1031 // whatever it was, an announcement is not worth the host
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogUnheard(logger, envelope.Id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "delivery.completion_unheard {EventId}")]
    private static partial void LogUnheard(ILogger logger, string eventId);
}
