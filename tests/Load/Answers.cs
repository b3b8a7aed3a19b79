namespace Load;

/// <summary>Calls that wait for their answers: floor and application in turn, on the same servers, and how they compare.</summary>
internal static class Answers
{
    public static async Task RunAsync(LoadPlan plan, LoadGraph graph, FloorProcesses floor)
    {
        Report.Line("| clients | floor: req/s | p50 | p99 | application: req/s | p50 | p99 | errors | req/s ratio | p50 ratio | p99 ratio |");
        Report.Line("|---|---|---|---|---|---|---|---|---|---|---|");
        var costs = new List<string>();
        foreach (var clients in plan.Clients)
        {
            var (below, above) = (new List<Taken>(), new List<Taken>());
            for (var round = 0; round < plan.Rounds; round++)
            {
                below.Add(await TakeAsync(() => Wrk.CallAsync(floor.Url, Floor.FloorFront.Path, null, clients, plan.Time)));
                above.Add(await TakeAsync(() => graph.CallAsync(clients, plan.Time)));
            }

            var (low, high) = (Best(below), Best(above));
            if (low.Measured.Errors > 0) throw new InvalidOperationException($"the floor itself made {low.Measured.Errors} errors");
            Report.Line($"| {clients} | {Of(low.Measured)} | {Of(high.Measured)} | {high.Measured.Errors} | {high.Measured.PerSecond / low.Measured.PerSecond:0.00} | {high.Measured.P50 / low.Measured.P50:0.0} | {high.Measured.P99 / low.Measured.P99:0.0} |");
            costs.Add(low.CostsOf($"floor, {clients}"));
            costs.Add(high.CostsOf($"application, {clients}"));
        }

        var names = graph.Processes.Concat(floor.Processes).Select(process => process.Name).ToList();
        Report.Line();
        Report.Line($"| per request | commits | WAL, KB | messages | to queues | CPU, ms: {string.Join(" | ", names)} |");
        Report.Line($"|---|---|---|---|---|{string.Concat(names.Select(_ => "---|"))}");
        foreach (var line in costs) Report.Line(line);

        async Task<Taken> TakeAsync(Func<Task<Measured>> measure)
        {
            var processes = graph.Processes.Concat(floor.Processes).ToList();
            var before = await Counters.ReadAsync(graph, processes);
            var measured = await measure();
            await graph.DrainAsync();
            return new(measured, before, await Counters.ReadAsync(graph, processes));
        }
    }

    private static Taken Best(IEnumerable<Taken> taken) => taken.MaxBy(one => one.Measured.PerSecond)!;

    private static string Of(Measured measured) =>
        FormattableString.Invariant($"{measured.PerSecond:0} | {measured.P50:0.0} | {measured.P99:0.0}");

    private sealed record Taken(Measured Measured, Counters Before, Counters After)
    {
        public string CostsOf(string name)
        {
            var requests = (double)Measured.Requests;
            var processor = After.Processor.Select(one =>
                FormattableString.Invariant($"{(one.Value - Before.Processor[one.Key]).TotalMilliseconds / requests:0.00}"));
            return FormattableString.Invariant(
                $"| {name} | {(After.Commits - Before.Commits) / requests:0.0} | {(After.WalBytes - Before.WalBytes) / requests / 1024:0.0} | {(After.Messages - Before.Messages) / requests:0.0} | {(After.Copies - Before.Copies) / requests:0.0} | {string.Join(" | ", processor)} |");
        }
    }
}
