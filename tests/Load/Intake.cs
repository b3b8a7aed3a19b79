using System.Diagnostics;

namespace Load;

/// <summary>Calls that do not wait for their answers (<c>Prefer: respond-async</c>, RFC 7240), and how long it takes until all are answered and delivered.</summary>
internal static class Intake
{
    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        Report.Line();
        Report.Line("| clients that do not wait | accepted per second | p50 | p99 | errors | answered and delivered per second |");
        Report.Line("|---|---|---|---|---|---|");
        foreach (var clients in plan.Clients)
        {
            var begun = Stopwatch.GetTimestamp();
            var accepted = await graph.CallAsync(clients, plan.Time, waits: false);
            await graph.DrainAsync();
            var delivered = accepted.Requests / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            Report.Line($"| {clients} | {accepted.PerSecond:0} | {accepted.P50:0.0} | {accepted.P99:0.0} | {accepted.Errors} | {delivered:0} |");
        }
    }
}
