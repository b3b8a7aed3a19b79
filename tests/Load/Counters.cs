using Npgsql;

namespace Load;

/// <summary>What the servers have counted so far.</summary>
/// <param name="Commits">Transactions.</param>
/// <param name="WalBytes">What was written ahead, in bytes.</param>
/// <param name="Processor">The time each process has had.</param>
internal sealed record Counters(long Commits, long WalBytes, IReadOnlyDictionary<string, TimeSpan> Processor)
{
    // A session tells the others what it has counted once a second at most, and when it has nothing to do.
    private static readonly TimeSpan _untilCounted = TimeSpan.FromSeconds(1.5);

    public static async Task<Counters> ReadAsync(string postgres, IEnumerable<ProcessTree> processes)
    {
        await Task.Delay(_untilCounted);
        await using var database = NpgsqlDataSource.Create(postgres);
        await using var command = database.CreateCommand(
            "select xact_commit, wal_bytes::bigint from pg_stat_database, pg_stat_wal where datname = current_database()");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt64(0), row.GetInt64(1), processes.ToDictionary(process => process.Name, process => process.Processor()));
    }
}
