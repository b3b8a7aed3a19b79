namespace Load;

/// <summary>How long a service takes from the start of its process until it says that it is healthy, its database and its broker being there.</summary>
internal static class Startups
{
    private const int Times = 3;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(LoadGraph graph)
    {
        Report.Line();
        Report.Percentiles("from its start until healthy");
        foreach (var service in LoadGraph.Services)
        {
            var times = new List<double>();
            for (var time = 0; time < Times; time++) times.Add((await RestartAsync(graph, service)).TotalMilliseconds);
            Report.Percentiles(service, times);
        }
    }

    private static async Task<TimeSpan> RestartAsync(LoadGraph graph, string service)
    {
        var before = await graph.ProcessAsync(service);
        await graph.StopAsync(service);
        var starting = graph.StartAsync(service);
        var process = before;
        while (process.Id == before.Id)
        {
            await Task.Delay(_pause);
            process = await graph.ProcessAsync(service);
        }

        while (!await IsHealthyAsync(graph.Client, process)) await Task.Delay(_pause);
        var age = process.Age();
        await starting;
        return age;
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, ProcessTree process)
    {
        try
        {
            using var response = await client.GetAsync($"{process.Environment("ASPNETCORE_URLS").Split(';')[0]}/health");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or IOException)
        {
            return false; // it does not listen yet, or is not there yet
        }
    }
}
