using System.Diagnostics;

namespace AppHost.Tests.Support;

/// <summary>A program of ours, run to its end with an environment that has nothing of this machine's but what programs need to run.</summary>
internal sealed record Run(int ExitCode, string Output)
{
    private static readonly string[] _needed = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_CLI_HOME"];
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public static Task<Run> OfAsync(string project, string[] arguments, params (string Name, string Value)[] environment) =>
        DotnetAsync([Repository.Program(project), .. arguments], Path.GetDirectoryName(Repository.Program(project))!, environment);

    public static async Task<Run> DotnetAsync(string[] arguments, string directory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var name in start.Environment.Keys.Except(_needed).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
