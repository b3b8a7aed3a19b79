using Npgsql;

namespace Load;

/// <summary>How much slower it is with a million rows of history in each table: what is there is copied until there are as many.</summary>
internal static class History
{
    private const int Rows = 1_000_000, Clients = 64;

    // A copy's keys are made of the original's and of the copy's number, so that rows that belong together still do.
    private const string Columns = """
        select column_name, case
            when column_name in ('request_id', 'session_id', 'delivery_id', 'last_request_id', 'cloudevent_id')
                then format('md5(o.%I::text || n)::uuid::%s', column_name, data_type)
            when column_name in ('idempotency_key', 'idempotency_hash') then 'null'
            when column_name = 'plan_id' then '(select id from delivery_plans where request_id = md5(o.request_id::text || n)::uuid)'
            when column_name = 'delivery_log_id' then
                '(select c.id from delivery_logs d join delivery_logs c on c.delivery_id = md5(d.delivery_id || n)::uuid::varchar where d.id = o.delivery_log_id)'
            when column_name = 'status' and table_name = 'request_sessions' then quote_literal('INACTIVE')
            else format('o.%I', column_name) end
        from information_schema.columns
        where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'
        """;

    // Parents before their children.
    private static readonly string[] _tables =
        ["request_sessions", "request_logs", "agent_mailboxes", "agent_turns", "delivery_plans", "delivery_logs", "delivery_attempts", "test_deliveries"];

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        var (few, _) = await MeasureAsync();
        foreach (var table in _tables) await FillAsync(graph.Data, table);
        await graph.AnalyzeAsync();
        var (many, scanned) = await MeasureAsync();
        Report.Line();
        Report.Line($"| {Clients} clients | req/s | p50 | p99 |");
        Report.Line("|---|---|---|---|");
        Report.Line($"| a few thousand rows | {few.PerSecond:0} | {few.P50:0.0} | {few.P99:0.0} |");
        Report.Line($"| a million rows in each table | {many.PerSecond:0} | {many.P50:0.0} | {many.P99:0.0} |");
        Report.Line($"| ratio | {many.PerSecond / few.PerSecond:0.00} | {many.P50 / few.P50:0.0} | {many.P99 / few.P99:0.0} |");

        Report.Line();
        Report.Line($"Of the million rows, {scanned} were read by sequential scans meanwhile, whether by calls or by what sweeps.");

        async Task<(Measured Measured, long Scanned)> MeasureAsync()
        {
            var before = await ScannedAsync(graph.Data);
            var measured = await graph.CallAsync(Clients, plan.Time);
            var after = await ScannedAsync(graph.Data);
            await graph.DrainAsync();
            return (measured, after - before);
        }
    }

    private static async Task<long> ScannedAsync(NpgsqlDataSource database)
    {
        await Task.Delay(Counters.UntilCounted);
        await using var command = database.CreateCommand("select sum(seq_tup_read)::bigint from pg_stat_user_tables where relname = any($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _tables });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task FillAsync(NpgsqlDataSource database, string table)
    {
        var (names, values) = (new List<string>(), new List<string>());
        await using (var columns = database.CreateCommand(Columns))
        {
            columns.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
            await using var rows = await columns.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                names.Add(rows.GetString(0));
                values.Add(rows.GetString(1));
            }
        }

        await using var copy = database.CreateCommand($"""
            insert into {table} ({string.Join(", ", names)})
            select {string.Join(", ", values)} from {table} o, generate_series(1, (select {Rows} / greatest(count(*), 1) from {table})) n
            """);
        copy.CommandTimeout = 0; // none: it takes minutes
        await copy.ExecuteNonQueryAsync();
    }
}
