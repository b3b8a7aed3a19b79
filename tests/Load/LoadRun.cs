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
        if (plan.Includes(LoadPlan.Answers)) await Answers.RunAsync(plan, graph, floor);
        if (plan.Includes(LoadPlan.FanOut)) await FanOut.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.Intake)) await Intake.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.Share)) await OwnShare.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.Deliveries)) await Webhooks.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.History)) await History.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.Soak)) await Soak.RunAsync(graph);
        if (plan.Includes(LoadPlan.Startup)) await Startups.RunAsync(plan, graph);
        if (plan.Includes(LoadPlan.Slack)) await SlackEvents.RunAsync(plan, graph); // the last: its people have no workspace to be answered in
        return 0;
    }
}
