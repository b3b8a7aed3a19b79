using System.Diagnostics;

namespace Load;

/// <summary>The two processes of the floor: what the hops of a request cost without a product around them.</summary>
internal sealed class FloorProcesses : IDisposable
{
    private readonly Process _front;
    private readonly Process _worker;
    private bool _isDisposed;

    private FloorProcesses(Process front, Process worker, string url)
    {
        _front = front;
        _worker = worker;
        Url = url;
    }

    public string Url { get; }

    public IReadOnlyList<ProcessTree> Processes => [new("floor front", _front.Id), new("floor worker", _worker.Id)];

    public static async Task<FloorProcesses> StartAsync(string postgres, string broker)
    {
        var front = Start("floor-front", postgres, broker);
        var url = await front.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the floor's front did not start");
        var worker = Start("floor-worker", postgres, broker);
        _ = await worker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the floor's worker did not start");
        var floor = new FloorProcesses(front, worker, url);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => floor.Dispose();
        return floor;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        foreach (var process in new[] { _worker, _front })
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        return Process.Start(start)!;
    }
}
