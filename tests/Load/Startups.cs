using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Load;

/// <summary>
/// How long a service takes from the start of its process until it says that it is healthy, its database and its broker being there: one more
/// replica is started, by hand, with what the others were started with.
/// </summary>
internal static class Startups
{
    private const int Times = 5;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(LoadPlan plan, LoadGraph graph)
    {
        Report.Line();
        Report.Percentiles("from its start until healthy");
        foreach (var service in graph.Processes.Where(process => LoadGraph.Services.Contains(process.Name)))
        {
            var (program, environment) = service.Innermost();
            Report.Percentiles(service.Name, await StartAllAsync(graph.Client, program, environment));
            if (plan.Published is not { } directory) continue;
            var published = Path.Combine(directory, Path.GetFileName(program), Path.GetFileName(program));
            Report.Percentiles($"{service.Name}, published", await StartAllAsync(graph.Client, published, environment));
        }
    }

    private static async Task<IEnumerable<double>> StartAllAsync(HttpClient client, string program, IReadOnlyDictionary<string, string> environment)
    {
        var times = new List<double>();
        for (var time = 0; time < Times; time++) times.Add((await StartAsync(client, program, environment)).TotalMilliseconds);
        return times;
    }

    private static async Task<TimeSpan> StartAsync(HttpClient client, string program, IReadOnlyDictionary<string, string> environment)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment[ProcessTree.Address] = address;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        while (!await IsHealthyAsync(client, address)) await Task.Delay(_pause);
        var time = Stopwatch.GetElapsedTime(started);
        process.Kill();
        await process.WaitForExitAsync();
        return time;
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, string address)
    {
        try
        {
            using var response = await client.GetAsync($"{address}/health");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
