namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// A service's own program asks the one that runs beside it whether it can work: for a container engine's health check, in images without a
/// shell or an HTTP client.
/// </summary>
public static class HealthProbe
{
    private const string Argument = "--probe", Ports = "HTTP_PORTS";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    /// <summary>First in <c>Program.cs</c>: asked with <c>--probe</c>, the program ends here, with 0 if <c>/health</c> says 200.</summary>
    public static async Task LeaveIfAskedAsync(string[] arguments)
    {
        if (arguments is [Argument])
            Environment.Exit(await IsHealthyAsync() ? 0 : 1);
    }

    private static async Task<bool> IsHealthyAsync()
    {
        var ports = Environment.GetEnvironmentVariable(Ports) ?? Environment.GetEnvironmentVariable($"ASPNETCORE_{Ports}") ?? "8080";
        using var http = new HttpClient { Timeout = _patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{ports.Split(';')[0]}/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
