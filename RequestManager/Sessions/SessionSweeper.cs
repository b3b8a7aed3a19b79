using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.EventBus;

namespace RequestManager.Sessions;

/// <summary>Ends sessions that have run out, whichever replica comes first.</summary>
internal sealed partial class SessionSweeper(NpgsqlDataSource database, IOptions<SessionOptions> options, ILogger<SessionSweeper> logger)
    : SweeperService(options.Value.SweepInterval, logger)
{
    private const int MaxBatch = 500;

    // A session that a request is just being numbered in is locked and skipped; one that has been numbered in meanwhile is looked at again
    // when it is locked, and is not idle any more. An index on last_request_at would have to be written with every request: the one of
    // ACTIVE sessions is read through instead.
    private const string ExpireIdle = """
        update request_sessions s set status = 'EXPIRED', updated_at = now()
        from (
            select id from request_sessions idle
            where status = 'ACTIVE' and last_request_at < now() - $1
              and not exists (select from request_logs r where r.user_id = idle.user_id and r.completed_at is null and r.session_id = idle.session_id)
            limit $2 for update skip locked) idle
        where s.id = idle.id
        """;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ExpireIdle);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Timeout });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxBatch });
        var expired = await command.ExecuteNonQueryAsync(cancellationToken);
        if (expired > 0) LogExpired(logger, expired);
        return expired == MaxBatch;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "sessions.expired {Count}")]
    private static partial void LogExpired(ILogger logger, int count);
}
