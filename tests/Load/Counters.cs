using System.Diagnostics;
using System.Globalization;

namespace Load;

/// <summary>What the servers have counted so far.</summary>
/// <param name="Commits">Transactions.</param>
/// <param name="WalBytes">What was written ahead, in bytes.</param>
/// <param name="Messages">That the broker was sent.</param>
/// <param name="Copies">Of messages, that went into queues.</param>
/// <param name="Processor">The time each process has had.</param>
internal sealed record Counters(long Commits, long WalBytes, long Messages, long Copies, IReadOnlyDictionary<string, TimeSpan> Processor)
{
    /// <summary>A session tells the others what it has counted once a second at most, and when it has nothing to do.</summary>
    public static readonly TimeSpan UntilCounted = TimeSpan.FromSeconds(1.5);

    // Past the wrapper of Debian's package, which becomes another user and forgets whose broker is meant.
    private const string Unwrapped = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    private static readonly string[] _brokerVariables = ["HOME", "ERL_EPMD_PORT", "RABBITMQ_NODENAME", "RABBITMQ_CONF_ENV_FILE"];

    public static async Task<Counters> ReadAsync(LoadGraph graph, IReadOnlyCollection<ProcessTree> processes)
    {
        await Task.Delay(UntilCounted);
        var processor = processes.ToDictionary(process => process.Name, process => process.Processor()); // before anybody is asked
        var broker = processes.Single(process => process.Name == LoadGraph.Broker);
        var (messages, copies) = (await CountedAsync(broker, "messages_received_total"), await CountedAsync(broker, "messages_routed_total"));
        await using var command = graph.Data.CreateCommand(
            "select xact_commit, wal_bytes::bigint from pg_stat_database, pg_stat_wal where datname = current_database()");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt64(0), row.GetInt64(1), messages, copies, processor);
    }

    // https://www.rabbitmq.com/docs/monitoring: its global counters, by protocol.
    private static async Task<long> CountedAsync(ProcessTree broker, string counter)
    {
        var start = new ProcessStartInfo(
            File.Exists(Unwrapped) ? Unwrapped : "rabbitmqctl", ["--quiet", "eval", $"lists:sum([maps:get({counter}, C, 0) || C <- maps:values(rabbit_global_counters:overview())])."])
        {
            RedirectStandardOutput = true,
        };
        foreach (var variable in _brokerVariables) start.Environment[variable] = broker.Environment(variable);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return long.Parse(said.Trim(), CultureInfo.InvariantCulture);
    }
}
