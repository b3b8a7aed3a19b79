using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Load;

/// <summary>How soon Slack is told that an event was taken while the broker is away: Slack waits three seconds, and then sends it again.</summary>
internal static class SlackEvents
{
    private const int PerSecond = 100;

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        var door = graph.Processes.Single(process => process.Name == LoadGraph.Dispatcher).Url;
        await graph.StopAsync(LoadGraph.Broker);
        var acknowledged = await OpenLoop.RunAsync(PerSecond, plan.Time, number => SendAsync(graph.Client, door, number));
        await graph.StartAsync(LoadGraph.Broker);
        Report.Line();
        Report.Percentiles($"{PerSecond} events/s from Slack, no broker");
        Report.Percentiles("until acknowledged", acknowledged.Select(call => call.Milliseconds));
    }

    private static async Task<bool> SendAsync(HttpClient client, string door, int number)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = JsonSerializer.Serialize(new
        {
            type = "event_callback",
            team_id = "T1",
            event_id = $"Ev{number}",
            authorizations = new[] { new { user_id = "UBOT", is_bot = true } },
            @event = new { type = "app_mention", user = $"U{number % 1000}", channel = "C1", ts = $"{now}.{number:000000}", text = "<@UBOT> hello" },
        });
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(LoadGraph.SlackSecret), Encoding.UTF8.GetBytes($"v0:{now}:{body}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{door}/slack/events")
        {
            Headers = { { "x-slack-request-timestamp", now }, { "x-slack-signature", $"v0={Convert.ToHexStringLower(signature)}" } },
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return true;
    }
}
