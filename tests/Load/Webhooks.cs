using Npgsql;

namespace Load;

/// <summary>How fast webhooks go out that have piled up while the dispatcher was stopped, each with its row and its attempt.</summary>
internal static class Webhooks
{
    private const int FarSides = 16, People = 1000, Requests = 20_000, Callers = 64;

    // From the first plan to the last record, by the database's clock.
    private const string Drained = """
        select count(*), count(*) filter (where status = 'SUCCESS'), (select count(*) from delivery_attempts where delivery_log_id > $1),
            extract(epoch from max(updated_at) - min(created_at))::float8
        from delivery_logs where id > $1
        """;

    public static async Task RunAsync(LoadGraph graph)
    {
        var farSides = await Task.WhenAll(Enumerable.Range(0, FarSides).Select(_ => Sink.StartAsync("text/plain")));
        await Parallel.ForAsync(0, People, async (person, _) =>
        {
            await graph.OverrideAsync($"person-{person}", new { integration_type = "WEBHOOK", config = new { url = farSides[person % FarSides].Urls.Single() } });
            await graph.OverrideAsync($"person-{person}", new { integration_type = "TEST", enabled = false });
        });
        await using var last = graph.Data.CreateCommand("select coalesce(max(id), 0) from delivery_logs");
        var before = (long)(await last.ExecuteScalarAsync())!;
        await graph.StopAsync(LoadGraph.Dispatcher);
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, cancelled) =>
        {
            using var request = graph.RequestOf($"person-{number % People}");
            request.Headers.Add("Prefer", "respond-async");
            using var response = await graph.Client.SendAsync(request, cancelled);
            response.EnsureSuccessStatusCode();
        });
        await graph.StartAsync(LoadGraph.Dispatcher);
        await graph.DrainAsync();
        await ReportAsync(graph.Data, before);
        foreach (var farSide in farSides) await farSide.DisposeAsync();
    }

    private static async Task ReportAsync(NpgsqlDataSource database, long before)
    {
        await using var drained = database.CreateCommand(Drained);
        drained.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        await using var row = await drained.ExecuteReaderAsync();
        await row.ReadAsync();
        Report.Line();
        Report.Line("| webhooks that had piled up | delivered | attempts recorded | seconds | per second |");
        Report.Line("|---|---|---|---|---|");
        Report.Line($"| {row.GetInt64(0)} | {row.GetInt64(1)} | {row.GetInt64(2)} | {row.GetDouble(3):0.0} | {row.GetInt64(0) / row.GetDouble(3):0} |");
    }
}
