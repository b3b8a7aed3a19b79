using System.Diagnostics;
using System.Globalization;

namespace Load;

/// <summary>Calls as many at a time as it is told, each anew as soon as it is answered; see https://github.com/wg/wrk.</summary>
internal static class Wrk
{
    private const string Result = "RESULT ";

    /// <param name="url">Of the server, without a path.</param>
    /// <param name="secret">The front door's proxy secret; null where none is needed.</param>
    /// <param name="waits">False for calls that prefer not to wait for an answer.</param>
    public static async Task<Measured> CallAsync(string url, string path, string? secret, int clients, TimeSpan time, bool waits = true)
    {
        string[] arguments =
            ["--threads", "1", "--connections", $"{clients}", "--duration", $"{time.TotalSeconds:0}", "--timeout", "30", "--latency", "--script", "post.lua", url];
        var start = new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["LOAD_PATH"] = path;
        if (secret is not null) start.Environment["LOAD_SECRET"] = secret;
        if (!waits) start.Environment["LOAD_PREFER"] = "respond-async";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk is not installed. Run eng/setup.sh --with-load.");
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = said.Split('\n').SingleOrDefault(line => line.StartsWith(Result, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk said: {said}");
        var numbers = line[Result.Length..].Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], TimeSpan.FromMicroseconds(numbers[1]), numbers[2] / 1000.0, numbers[3] / 1000.0, numbers[4] / 1000.0, numbers[5] / 1000.0, numbers[6]);
    }
}

/// <summary>What came of it. Percentiles in milliseconds.</summary>
internal sealed record Measured(long Requests, TimeSpan Time, double P50, double P90, double P99, double Longest, long Errors)
{
    public double PerSecond => Requests / Time.TotalSeconds;

    /// <summary>Of callers of several replicas, each with as many clients: the middle is about that of the middles, and the end the latest.</summary>
    public static Measured Of(IReadOnlyCollection<Measured> parts) => new(
        parts.Sum(part => part.Requests), parts.Max(part => part.Time), parts.Average(part => part.P50), parts.Average(part => part.P90), parts.Max(part => part.P99),
        parts.Max(part => part.Longest), parts.Sum(part => part.Errors));
}
