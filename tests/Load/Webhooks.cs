using Npgsql;

namespace Load;

/// <summary>How fast webhooks go out that have piled up while the dispatcher was stopped, each with its row and its attempt.</summary>
internal static class Webhooks
{
    private const int FarSides = 16, Callers = 64;

    // Once more, as a replay of what has ended does it.
    private const string Queue = """
        update delivery_logs set status = 'RETRYING', max_attempts = attempts + 1, lost_leases = 0, next_attempt_at = now(), expires_at = now() + interval '1 hour'
        where id > $1
        """;

    // By the database's clock: from the first plan, or where all are planned from the first attempt, to the last record.
    private const string Drained = """
        select count(*), count(*) filter (where l.status = 'SUCCESS'), count(a.id),
            extract(epoch from max(l.updated_at) - case when $2 = 1 then min(l.created_at) else min(a.started_at) end)::float8
        from delivery_logs l left join delivery_attempts a on a.delivery_log_id = l.id and a.number = $2
        where l.id > $1
        """;

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        var farSides = await Task.WhenAll(Enumerable.Range(0, FarSides).Select(_ => Sink.StartAsync("text/plain")));
        await graph.OverrideAsync(person =>
        [
            new { integration_type = "WEBHOOK", config = new { url = farSides[person % FarSides].Urls.Single() } },
            new { integration_type = "TEST", enabled = false },
        ]);
        await using var last = graph.Data.CreateCommand("select coalesce(max(id), 0) from delivery_logs");
        var before = (long)(await last.ExecuteScalarAsync())!;
        await graph.StopAsync(LoadGraph.Dispatcher);
        await Parallel.ForAsync(0, plan.Queued, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, cancelled) =>
        {
            using var request = graph.RequestOf($"person-{number % People.Number}");
            request.Headers.Add("Prefer", "respond-async");
            using var response = await graph.Client.SendAsync(request, cancelled);
            response.EnsureSuccessStatusCode();
        });
        await graph.StartAsync(LoadGraph.Dispatcher);
        await graph.DrainAsync();
        await graph.StopAsync(LoadGraph.Dispatcher);
        Report.Line();
        Report.Line("| webhooks | in all | delivered | attempts recorded | seconds | per second |");
        Report.Line("|---|---|---|---|---|---|");
        await ReportAsync(graph.Data, "answers had piled up: planned and delivered", before, attempt: 1);
        await using var queue = graph.Data.CreateCommand(Queue);
        queue.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        await queue.ExecuteNonQueryAsync();
        await graph.StartAsync(LoadGraph.Dispatcher);
        await graph.DrainAsync();
        await ReportAsync(graph.Data, "deliveries had piled up", before, attempt: 2);
        foreach (var farSide in farSides) await farSide.DisposeAsync();
        await graph.ForgetOverridesAsync();
    }

    private static async Task ReportAsync(NpgsqlDataSource database, string name, long before, int attempt)
    {
        await using var drained = database.CreateCommand(Drained);
        drained.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        drained.Parameters.Add(new NpgsqlParameter<int> { TypedValue = attempt });
        await using var row = await drained.ExecuteReaderAsync();
        await row.ReadAsync();
        var (all, seconds) = (row.GetInt64(0), row.GetDouble(3));
        Report.Line($"| {name} | {all} | {row.GetInt64(1)} | {row.GetInt64(2)} | {seconds:0.0} | {all / seconds:0} |");
    }
}
