using Npgsql;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>How long somebody has been waiting.</summary>
internal sealed class OldestUnanswered(NpgsqlDataSource database, ILogger<OldestUnanswered> logger)
    : MeasuringService(Telemetry.Meter, "ssa.requests.oldest_unanswered", "s", "Age of the oldest request without an answer.", logger)
{
    private const string Age = "select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from request_logs where completed_at is null";

    protected override async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Age);
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
