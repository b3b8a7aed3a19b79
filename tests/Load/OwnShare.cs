using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Load;

/// <summary>
/// What of an answer's time is not the agent's: calls begin at a steady rate, whether those before them have been answered or not, and from
/// each one's time goes what lay between AgentService's commit of the request and that of the answer.
/// </summary>
internal static class OwnShare
{
    private const int PerSecond = 200;

    private const string AgentTimes = """
        select request_id, extract(epoch from completed_at - created_at)::float8 * 1000 from agent_turns where request_id = any($1)
        """;

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        var total = (int)(PerSecond * plan.Time.TotalSeconds);
        var calls = new Task<(Guid RequestId, double Milliseconds)>[total];
        var begun = Stopwatch.GetTimestamp();
        for (var number = 0; number < total; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond);
            if (due - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } early) await Task.Delay(early);
            calls[number] = CallAsync(graph, $"person-{number % 1000}", begun + (long)(due.TotalSeconds * Stopwatch.Frequency));
        }

        var answered = await Task.WhenAll(calls);
        var agents = await AgentTimesAsync(graph, [.. answered.Select(call => call.RequestId)]);
        var whole = answered.Select(call => call.Milliseconds).Order().ToList();
        var own = answered.Select(call => call.Milliseconds - agents[call.RequestId]).Order().ToList();
        Report.Line();
        Report.Line($"| {PerSecond} req/s, ms | p50 | p90 | p99 |");
        Report.Line("|---|---|---|---|");
        Report.Line($"| until the answer | {Report.Percentile(whole, 50):0.0} | {Report.Percentile(whole, 90):0.0} | {Report.Percentile(whole, 99):0.0} |");
        Report.Line($"| without the agent | {Report.Percentile(own, 50):0.0} | {Report.Percentile(own, 90):0.0} | {Report.Percentile(own, 99):0.0} |");
    }

    // From when it was due: a call that could not begin in time has waited like any other.
    private static async Task<(Guid, double)> CallAsync(LoadGraph graph, string person, long due)
    {
        using var request = graph.RequestOf(person);
        using var response = await graph.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return ((Guid)answer!["request_id"]!, Stopwatch.GetElapsedTime(due).TotalMilliseconds);
    }

    private static async Task<Dictionary<Guid, double>> AgentTimesAsync(LoadGraph graph, Guid[] ids)
    {
        await using var database = NpgsqlDataSource.Create(graph.PostgresAddress);
        await using var command = database.CreateCommand(AgentTimes);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var rows = await command.ExecuteReaderAsync();
        var times = new Dictionary<Guid, double>();
        while (await rows.ReadAsync()) times[rows.GetGuid(0)] = rows.GetDouble(1);
        return times;
    }
}
