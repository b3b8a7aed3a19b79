using System.Text.Json;
using Npgsql;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

/// <summary>
/// Without a broker: hands stored answers on to the dispatcher until it says that it has them. The row is the queue, so an answer is
/// handed over even when this replica dies right after storing it.
/// </summary>
internal sealed partial class ResponseForwarder(NpgsqlDataSource database, IEventTransport transport, ILogger<ResponseForwarder> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const int MaxBatch = 50;

    private const string ClaimDue = """
        update request_logs r set next_forward_at = now() + interval '10 seconds'
        from (select id from request_logs where next_forward_at <= now() order by next_forward_at limit $1 for update skip locked) due
        where r.id = due.id
        returning r.request_id, r.session_id, r.session_seq, r.user_id, r.status, r.agent_id, r.response_content, r.response_metadata,
            r.processing_time_ms, r.normalized_request, r.trace_parent, r.completed_at
        """;

    private const string Forwarded = "update request_logs set forwarded_at = now(), next_forward_at = null where request_id = any($1)";

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var due = await ClaimAsync(cancellationToken);
        if (due.Count == 0) return false;
        var outcomes = await Task.WhenAll(due.Select(response => TryForwardAsync(response, cancellationToken)));
        var forwarded = due.Where((_, index) => outcomes[index]).Select(response => response.Id).ToArray();
        await using var mark = database.CreateCommand(Forwarded);
        mark.Parameters.Add(new NpgsqlParameter { Value = forwarded });
        await mark.ExecuteNonQueryAsync(cancellationToken);
        return due.Count == MaxBatch;
    }

    private async Task<bool> TryForwardAsync(Envelope<ResponseReady> response, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PublishAsync(response, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // the row keeps its time to be forwarded
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotForwarded(logger, response.Data.RequestId, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "response.not_forwarded {RequestId}: {Reason}; it will be again")]
    private static partial void LogNotForwarded(ILogger logger, Guid requestId, string reason);

    private async Task<List<Envelope<ResponseReady>>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(ClaimDue);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxBatch });
        await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
        var due = new List<Envelope<ResponseReady>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (ReadOrSkip(() => EventOf(reader)) is { } readable) due.Add(readable);
        }

        return due;
    }

    private static Envelope<ResponseReady> EventOf(NpgsqlDataReader row)
    {
        var requestId = row.GetString(0);
        var details = JsonSerializer.Deserialize<AnswerDetails>(row.GetString(7), WireJson.Options)!;
        var request = JsonSerializer.Deserialize<NormalizedRequest>(row.GetString(9), WireJson.Options)!;
        var completedAt = row.GetFieldValue<DateTimeOffset>(11);
        var response = new ResponseReady(
            Guid.Parse(requestId), Guid.Parse(row.GetString(1)), row.GetString(3), row.GetString(5), row.GetString(6),
            row.GetString(4) == "FAILED" ? ResponseType.Error : ResponseType.Message,
            details.Metadata, row.GetInt32(8), details.RequiresFollowup, details.FollowupActions, details.Tokens, request.IntegrationType,
            request.IntegrationContext, SessionUpdate: null, completedAt);
        return new(requestId, ServiceNames.AgentService, EventTypes.ResponseReady, completedAt, requestId, response)
        {
            UserId = response.UserId,
            SessionId = row.GetString(1),
            SessionSeq = row.GetInt32(2),
            RequestId = requestId,
            CorrelationId = request.CorrelationId,
            CausationId = requestId,
            TraceParent = row.IsDBNull(10) ? null : row.GetString(10),
        };
    }
}
