using IntegrationDispatcher.Deliveries;
using Npgsql;
using SelfServiceAgent.EventBus;

namespace IntegrationDispatcher.Slack;

/// <summary>How long what Slack was told we have has not been worked on.</summary>
internal sealed class OldestSlackEvent(NpgsqlDataSource database, ILogger<OldestSlackEvent> logger)
    : MeasuringService(DeliveryTelemetry.Meter, "ssa.slack.oldest_event", "s", "Age of the oldest unfinished Slack event.", logger)
{
    private const string Age = "select coalesce(extract(epoch from now() - min(received_at)), 0)::float8 from slack_events where next_attempt_at is not null";

    protected override async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Age);
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
