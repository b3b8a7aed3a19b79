using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace SelfServiceAgent.AppHost;

/// <summary>Tells whether containers can be started on this machine.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Asks the orchestrator the question Aspire itself asks when it starts. A client on the path is not enough: its daemon must answer.
    /// </summary>
    public static bool Runs(IDistributedApplicationBuilder builder)
    {
        var orchestrator = OrchestratorPath(builder);
        if (!File.Exists(orchestrator))
            return false;

        using var process = Process.Start(Question(orchestrator, builder.Configuration["ASPIRE_CONTAINER_RUNTIME"]))!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(_patience))
        {
            process.Kill(entireProcessTree: true);
            return false;
        }

        return process.ExitCode == 0 && SaysRunning(answer.GetAwaiter().GetResult());
    }

    private static string? OrchestratorPath(IDistributedApplicationBuilder builder) =>
        builder.Configuration["DcpPublisher:CliPath"]
        ?? builder.AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => string.Equals(a.Key, "dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;

    private static ProcessStartInfo Question(string orchestrator, string? runtime)
    {
        var start = new ProcessStartInfo(orchestrator, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (!string.IsNullOrEmpty(runtime))
        {
            start.ArgumentList.Add("--container-runtime");
            start.ArgumentList.Add(runtime);
        }

        return start;
    }

    private static bool SaysRunning(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(answer, JsonSerializerOptions.Web)?.Containers?.Running ?? false;
        }
        catch (JsonException)
        {
            return false; // what cannot say that it runs does not run
        }
    }

    private sealed record Answer(Containers? Containers);

    private sealed record Containers(bool? Running);
}
