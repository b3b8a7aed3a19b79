using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>Forgets idempotency keys whose time is over; their requests stay.</summary>
internal sealed class IdempotencySweeper(NpgsqlDataSource database, IOptions<RequestOptions> options, ILogger<IdempotencySweeper> logger)
    : SweeperService(TimeSpan.FromMinutes(1), logger)
{
    private const int MaxPerSweep = 1000;

    private const string Forget = """
        update request_logs r set idempotency_key = null, idempotency_hash = null
        from (
            select id from request_logs where idempotency_key is not null and created_at < now() - $1
            order by created_at limit $2 for update skip locked
        ) old
        where r.id = old.id
        """;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var forget = database.CreateCommand(Forget);
        forget.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.IdempotencyLifetime });
        forget.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxPerSweep });
        return await forget.ExecuteNonQueryAsync(cancellationToken) == MaxPerSweep;
    }
}
