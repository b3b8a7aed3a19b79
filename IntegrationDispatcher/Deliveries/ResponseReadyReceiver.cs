using System.Diagnostics;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Takes in what agents answered: an answer is accepted once its plan is committed.</summary>
internal sealed class ResponseReadyReceiver(PlanWriter plans) : IEventReceiver<ResponseReady>
{
    public Task ReceiveAsync(Envelope<ResponseReady> envelope, CancellationToken cancellationToken)
    {
        if (Fault(envelope) is { } fault) throw new EventRejectedException(fault);
        return plans.WriteAsync(OutgoingMessage.Of(envelope) with { TraceParent = Activity.Current?.Id ?? envelope.TraceParent }, cancellationToken);
    }

    private static string? Fault(Envelope<ResponseReady> envelope)
    {
        var response = envelope.Data;
        if (response.UserId.Length is 0 or > 255) return "user_id must have 1 to 255 characters";
        if (response.AgentId.Length is 0 or > 255) return "agent_id must have 1 to 255 characters";
        string?[] texts = [response.UserId, response.AgentId, response.Content, envelope.Id, envelope.CorrelationId, envelope.TraceParent];
        return texts.All(text => text is null || Storable.Text(text)) && Storable.Json(response.Metadata) && Storable.Json(response.IntegrationContext)
            ? null : "it holds text that cannot be stored";
    }
}
