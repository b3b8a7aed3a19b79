namespace Load;

/// <summary>Starts the application and the floor on the same servers, warms both up, and runs what the plan says.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(LoadPlan plan)
    {
        await using var sink = await Sink.StartAsync("application/x-protobuf"); // an empty answer says that all was taken
        await using var gateway = await Sink.StartAsync("application/json");
        await using var graph = await LoadGraph.StartAsync(sink.Urls.Single(), gateway.Urls.Single(), plan.Replicas);
        using var floor = await FloorProcesses.StartAsync(graph.PostgresAddress, graph.BrokerAddress);
        await Wrk.CallAsync(floor.Url, Floor.FloorFront.Path, null, 16, _warmUp);
        await graph.CallAsync(16, _warmUp);
        await graph.DrainAsync();
        await graph.AnalyzeAsync();
        await MeasureAsync(LoadPlan.Answers, () => Answers.RunAsync(plan, graph, floor));
        await MeasureAsync(LoadPlan.FanOut, () => FanOut.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.Intake, () => Intake.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.Share, () => OwnShare.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.Deliveries, () => Webhooks.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.History, () => History.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.Soak, () => Soak.RunAsync(graph));
        await MeasureAsync(LoadPlan.Startup, () => Startups.RunAsync(plan, graph));
        await MeasureAsync(LoadPlan.Slack, () => SlackEvents.RunAsync(plan, graph)); // the last: its people have no workspace to be answered in
        return 0;

        async Task MeasureAsync(string scenario, Func<Task> run)
        {
            if (!plan.Includes(scenario)) return;
            Report.Line();
            Report.Line($"**{scenario}**");
            await run();
        }
    }
}
