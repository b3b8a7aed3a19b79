using Npgsql;

namespace Load;

/// <summary>
/// One answer that goes three ways: to a webhook, as a text message through a gateway, and to TEST. A person has one override a type, so three
/// webhooks there cannot be.
/// </summary>
internal static class FanOut
{
    private const int Ways = 3;

    private const string Delivered = """
        select count(*) filter (where ways = $2), count(*) from
            (select count(*) filter (where l.status = 'SUCCESS' and l.attempts = 1) as ways from delivery_plans p
                left join delivery_logs l on l.plan_id = p.id where p.id > $1 group by p.id) as plans
        """;

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        await using var farSide = await Sink.StartAsync("text/plain");
        await graph.OverrideAsync(person =>
        [
            new { integration_type = "WEBHOOK", config = new { url = farSide.Urls.Single() } },
            new { integration_type = "SMS", config = new { phone_number = $"+1555555{person:0000}" } },
        ]);
        try
        {
            await MeasureAsync(plan, graph);
        }
        finally
        {
            await graph.ForgetOverridesAsync();
        }
    }

    private static async Task MeasureAsync(LoadPlan plan, LoadGraph graph)
    {
        Report.Line();
        Report.Line($"| clients, each answer {Ways} ways | req/s | p50 | p99 | errors | answers that went all {Ways} ways, each at once |");
        Report.Line("|---|---|---|---|---|---|");
        var costs = new Costs(graph, []);
        foreach (var clients in plan.Clients)
        {
            var last = await LastPlanAsync(graph.Data);
            var taken = await costs.TakeAsync(() => graph.CallAsync(clients, plan.Time));
            Report.Line($"| {clients} | {taken.Measured.PerSecond:0} | {taken.Measured.P50:0.0} | {taken.Measured.P99:0.0} | {taken.Measured.Errors} | {await DeliveredAsync(graph.Data, last)} |");
            costs.Add($"{Ways} ways, {clients}", taken);
        }

        costs.Print();
    }

    private static async Task<long> LastPlanAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select coalesce(max(id), 0) from delivery_plans");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> DeliveredAsync(NpgsqlDataSource database, long last)
    {
        await using var command = database.CreateCommand(Delivered);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Ways });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return FormattableString.Invariant($"{row.GetInt64(0)} of {row.GetInt64(1)}");
    }
}
