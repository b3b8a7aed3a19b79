using System.Diagnostics;

namespace Load;

/// <summary>
/// Calls that do not wait for their answers (<c>Prefer: respond-async</c>, RFC 7240), how fast the agents answer what has piled up when nobody calls any
/// more, and how long it takes until all are answered and delivered.
/// </summary>
internal static class Intake
{
    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        Report.Line();
        Report.Line("| clients that do not wait | accepted per second | p50 | p99 | errors | had piled up | of these answered per second | answered and delivered per second, in all |");
        Report.Line("|---|---|---|---|---|---|---|---|");
        foreach (var clients in plan.Clients)
        {
            var begun = Stopwatch.GetTimestamp();
            var accepted = await graph.CallAsync(clients, plan.Time, waits: false);
            var ended = await graph.NowAsync();
            await graph.DrainAsync();
            var delivered = accepted.Requests / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var (left, time) = await graph.AnsweredSinceAsync(ended);
            Report.Line($"| {clients} | {accepted.PerSecond:0} | {accepted.P50:0.0} | {accepted.P99:0.0} | {accepted.Errors} | {left} | {left / time.TotalSeconds:0} | {delivered:0} |");
        }
    }
}
