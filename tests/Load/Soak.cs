namespace Load;

/// <summary>What the processes keep in memory while a steady load goes on.</summary>
internal static class Soak
{
    private const int Clients = 16, Windows = 10;

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(LoadGraph graph)
    {
        Report.Line();
        Report.Line($"| minute | req/s | p99 | errors | resident, MiB: {string.Join(" | ", graph.Processes.Select(process => process.Name))} |");
        Report.Line($"|---|---|---|---|{string.Concat(graph.Processes.Select(_ => "---|"))}");
        for (var minute = 1; minute <= Windows; minute++)
        {
            var measured = await graph.CallAsync(Clients, _window);
            var resident = graph.Processes.Select(process => FormattableString.Invariant($"{process.Resident() / 1048576.0:0}"));
            Report.Line($"| {minute} | {measured.PerSecond:0} | {measured.P99:0.0} | {measured.Errors} | {string.Join(" | ", resident)} |");
        }

        await graph.DrainAsync();
    }
}
