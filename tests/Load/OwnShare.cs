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
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10); // the caller's connections and code are new at first

    private const string AgentTimes = """
        select request_id, extract(epoch from completed_at - created_at)::float8 * 1000 from agent_turns where request_id = any($1)
        """;

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        await CallAllAsync(graph, _warmUp);
        var calls = await CallAllAsync(graph, plan.Time);
        var agents = await AgentTimesAsync(graph, [.. calls.Select(call => call.Result)]);
        Report.Line();
        Report.Percentiles($"{PerSecond} req/s");
        Report.Percentiles("until the answer", calls.Select(call => call.Milliseconds));
        Report.Percentiles("without the agent", calls.Select(call => call.Milliseconds - agents[call.Result]));
    }

    private static Task<IReadOnlyList<(Guid Result, double Milliseconds)>> CallAllAsync(LoadGraph graph, TimeSpan time) =>
        OpenLoop.RunAsync(PerSecond, time, number => CallAsync(graph, $"person-{number % 1000}"));

    private static async Task<Guid> CallAsync(LoadGraph graph, string person)
    {
        using var request = graph.RequestOf(person);
        using var response = await graph.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return (Guid)answer!["request_id"]!;
    }

    private static async Task<Dictionary<Guid, double>> AgentTimesAsync(LoadGraph graph, Guid[] ids)
    {
        await using var command = graph.Data.CreateCommand(AgentTimes);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await using var rows = await command.ExecuteReaderAsync();
        var times = new Dictionary<Guid, double>();
        while (await rows.ReadAsync()) times[rows.GetGuid(0)] = rows.GetDouble(1);
        return times;
    }
}
