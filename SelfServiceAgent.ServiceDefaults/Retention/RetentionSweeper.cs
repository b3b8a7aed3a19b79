using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults.Retention;

/// <summary>
/// Forgets what has been kept long enough, in small commits with pauses between them, so that nobody waits for it, and each history in one
/// replica at a time.
/// </summary>
internal sealed partial class RetentionSweeper(
    NpgsqlDataSource database, RetentionPlan plan, SessionEnds sessions, ILogger<RetentionSweeper> logger)
    : SweeperService(plan.Interval, logger)
{
    private const int MaxBatch = 200;

    private const string TryToBeTheOne = "select pg_try_advisory_xact_lock(hashtextextended('retention ' || $1, 0))";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private static readonly Counter<long> _forgotten = new Meter("SelfServiceAgent.Retention").CreateCounter<long>(
        "ssa.retention.forgotten", "{row}", "Rows that were kept long enough, by what they are.");

    private readonly ILogger _logger = logger;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var history in plan.Histories.Where(history => history.KeptFor > TimeSpan.Zero))
        {
            var began = Stopwatch.GetTimestamp();
            var (forgotten, batches) = await ForgetAsync(history, cancellationToken);
            var took = Stopwatch.GetElapsedTime(began);
            if (forgotten > 0) LogForgotten(_logger, history.Name, forgotten, batches, took.TotalMilliseconds);
        }

        return false;
    }

    private async Task<(int Forgotten, int Batches)> ForgetAsync(History history, CancellationToken cancellationToken)
    {
        var (forgotten, batches, after) = (0, 0, 0L);
        while (true)
        {
            var old = await OldAfterAsync(history, after, cancellationToken);
            var over = await sessions.AmongAsync([.. old.Select(row => row.SessionId).OfType<Guid>().Distinct()], cancellationToken);
            var ids = old.Where(row => row.SessionId is not { } session || over.Contains(session)).Select(row => row.Id).ToArray();
            if (ids.Length > 0)
            {
                if (await TryDeleteAsync(history, ids, cancellationToken) is not { } deleted) return (forgotten, batches);
                forgotten += deleted;
                batches++;
            }

            if (old.Count < MaxBatch) return (forgotten, batches);
            after = old[^1].Id;
            await Task.Delay(_pause, cancellationToken);
        }
    }

    private async Task<List<(long Id, Guid? SessionId)>> OldAfterAsync(History history, long after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(history.SelectOld).With(after).With(history.KeptFor).With(MaxBatch);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var old = new List<(long, Guid?)>();
        while (await reader.ReadAsync(cancellationToken)) old.Add((reader.GetInt64(0), reader.Nullable<Guid?>(1)));
        return old;
    }

    // The lock ends with the transaction, whatever becomes of this replica.
    /// <returns>How many; null while another replica is at it.</returns>
    private async Task<int?> TryDeleteAsync(History history, long[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var lockIt = new NpgsqlCommand(TryToBeTheOne, connection, transaction).With(history.Name);
        if (await lockIt.ExecuteScalarAsync(cancellationToken) is not true) return null;
        await using var delete = new NpgsqlCommand(history.Delete, connection, transaction).With(ids).With(history.KeptFor);
        var deleted = await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _forgotten.Add(deleted, new KeyValuePair<string, object?>("rows", history.Name));
        return deleted;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "retention.forgotten {Rows} {Count} {Batches} {DurationMs}")]
    private static partial void LogForgotten(ILogger logger, string rows, int count, int batches, double durationMs);
}

/// <summary>What a service forgets, and how often it looks.</summary>
internal sealed record RetentionPlan(IReadOnlyList<History> Histories, TimeSpan Interval);
