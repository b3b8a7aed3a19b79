namespace Load;

/// <summary>Calls that wait for their answers: floor and application in turn, on the same servers, and how they compare.</summary>
internal static class Answers
{
    public static async Task RunAsync(LoadPlan plan, LoadGraph graph, FloorProcesses floor)
    {
        Report.Line("| clients | floor: req/s | p50 | p99 | application: req/s | p50 | p99 | errors | req/s ratio | p50 ratio | p99 ratio |");
        Report.Line("|---|---|---|---|---|---|---|---|---|---|---|");
        var costs = new Costs(graph, floor.Processes);
        foreach (var clients in plan.Clients)
        {
            var (below, above) = (new List<Taken>(), new List<Taken>());
            for (var round = 0; round < plan.Rounds; round++)
            {
                below.Add(await costs.TakeAsync(() => Wrk.CallAsync(floor.Url, Floor.FloorFront.Path, null, clients, plan.Time)));
                above.Add(await costs.TakeAsync(() => graph.CallAsync(clients, plan.Time)));
            }

            var (low, high) = (Best(below), Best(above));
            if (low.Measured.Errors > 0) throw new InvalidOperationException($"the floor itself made {low.Measured.Errors} errors");
            Report.Line($"| {clients} | {Of(low.Measured)} | {Of(high.Measured)} | {high.Measured.Errors} | {high.Measured.PerSecond / low.Measured.PerSecond:0.00} | {high.Measured.P50 / low.Measured.P50:0.0} | {high.Measured.P99 / low.Measured.P99:0.0} |");
            costs.Add($"floor, {clients}", low);
            costs.Add($"application, {clients}", high);
        }

        costs.Print();
    }

    private static Taken Best(IEnumerable<Taken> taken) => taken.MaxBy(one => one.Measured.PerSecond)!;

    private static string Of(Measured measured) =>
        FormattableString.Invariant($"{measured.PerSecond:0} | {measured.P50:0.0} | {measured.P99:0.0}");
}
