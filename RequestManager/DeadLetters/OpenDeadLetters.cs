using System.Diagnostics.Metrics;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.DeadLetters;

/// <summary>Counts the open dead letters of each service. While the database is away the last numbers stay.</summary>
internal sealed class OpenDeadLetters : SweeperService
{
    private const string Count = """
        select service, count(*) from dead_letters where replayed_at is null and discarded_at is null group by service
        """;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource _database;
    private volatile Measurement<long>[] _open = [];

    public OpenDeadLetters(NpgsqlDataSource database, ILogger<OpenDeadLetters> logger)
        : base(_interval, logger)
    {
        _database = database;
        Telemetry.Meter.CreateObservableGauge(
            "ssa.dead_letters.open", () => _open, "{letter}", "Dead letters that nobody has replayed or discarded, by service.");
    }

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var counts = ServiceNames.All.ToDictionary(service => service, _ => 0L); // none is a number too
        await using var command = _database.CreateCommand(Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) counts[reader.GetString(0)] = reader.GetInt64(1);
        _open = [.. counts.Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("service", count.Key)))];
        return false;
    }
}
