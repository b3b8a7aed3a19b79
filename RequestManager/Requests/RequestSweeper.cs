using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>
/// Publishes unanswered requests again, a limited number a second, each after growing pauses; rests while the broker is away. Without it a
/// request whose first publish was lost would leave a gap in its session that nobody may skip.
/// </summary>
internal sealed class RequestSweeper(
    NpgsqlDataSource database, IEventTransport transport, RequestPublisher publisher, IOptions<RequestOptions> options, TimeProvider clock,
    ILogger<RequestSweeper> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private const int MaxPerSweep = 200;

    private const string ClaimDue = """
        update request_logs r
        set next_publish_at = now() + least(interval '10 minutes', $2 * power(2, least(publish_count + 1, 20))), publish_count = publish_count + 1
        from (select id from request_logs where next_publish_at <= now() order by id limit $1 for update skip locked) due
        where r.id = due.id
        returning r.request_id, r.session_id, r.session_seq, r.user_id, r.sent_by, r.request_type, r.request_content, r.normalized_request,
            r.created_at, r.trace_parent
        """;

    // It was not this request's fault, so its pauses do not grow.
    private const string TryAgainSoon = """
        update request_logs r set next_publish_at = now() + interval '2 seconds', publish_count = publish_count - 1
        from (select id from request_logs where request_id = any($1) and num_nonnulls(next_publish_at) = 1 order by id for update) locked
        where r.id = locked.id
        """;

    // The end for the caller; the event is still published, because the session's later requests wait for this one's number.
    private const string EndUndeliverable = """
        update request_logs r set status = 'FAILED', completed_at = now(), updated_at = now(), response_metadata = $2
        from (select id from request_logs where completed_at is null and created_at < now() - $1 order by id for update skip locked) overdue
        where r.id = overdue.id
        """;

    private DateTimeOffset _endedAt;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await EndUndeliverableAsync(cancellationToken);
        if (!transport.IsAvailable) return false;
        var due = await ClaimAsync(cancellationToken);
        var published = await Task.WhenAll(due.Select(request => publisher.TryPublishAsync(request, cancellationToken)));
        var failed = due.Where((_, index) => !published[index]).Select(request => request.RequestId.ToString()).ToArray();
        if (failed.Length == 0) return false;
        await using var again = database.CreateCommand(TryAgainSoon);
        again.Parameters.Add(new NpgsqlParameter { Value = failed });
        await again.ExecuteNonQueryAsync(cancellationToken);
        return false;
    }

    private async Task EndUndeliverableAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - _endedAt < TimeSpan.FromMinutes(1) && options.Value.Lifetime > TimeSpan.FromMinutes(1)) return;
        _endedAt = now;
        var details = new Responses.AnswerDetails(new() { [FailureCodes.MetadataKey] = FailureCodes.Undeliverable }, false, [], TokenUsage.None);
        await using var end = database.CreateCommand(EndUndeliverable);
        end.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lifetime });
        end.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(details, WireJson.Options), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await end.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<NumberedRequest>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var claim = database.CreateCommand(ClaimDue);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxPerSweep });
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.RepublishAfter });
        await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
        var due = new List<NumberedRequest>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (ReadOrSkip(() => RequestOf(reader)) is { } readable) due.Add(readable);
        }

        return due;
    }

    private static NumberedRequest RequestOf(NpgsqlDataReader row) => new(
        Guid.Parse(row.GetString(0)),
        Guid.Parse(row.GetString(1)),
        row.GetInt32(2),
        JsonSerializer.Deserialize<NormalizedRequest>(row.GetString(7), WireJson.Options)! with
        {
            UserId = row.GetString(3),
            SentBy = row.GetString(4),
            RequestType = row.GetString(5),
            Content = row.GetString(6),
        },
        row.GetFieldValue<DateTimeOffset>(8),
        row.IsDBNull(9) ? null : row.GetString(9));
}
