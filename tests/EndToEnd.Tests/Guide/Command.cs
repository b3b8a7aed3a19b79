using System.Diagnostics;

namespace EndToEnd.Tests.Guide;

/// <summary>Runs what a reader of the guide would run.</summary>
internal static class Command
{
    // The one whose httpx the distribution's package is; another may come first on the PATH.
    private const string SystemPython = "/usr/bin/python3";

    /// <summary>Runs a script. Each curl in it prints the answer, then a line with status, method and address.</summary>
    public static Task<string> BashAsync(string script) =>
        RunAsync("bash", ["-euo", "pipefail", "-s"], script, ("CURL_HOME", Installed("curl")));

    /// <summary>Runs a script with our client at hand, and returns the value of its last line, as JSON.</summary>
    public static Task<string> PythonAsync(string script) =>
        RunAsync(
            SystemPython, [Installed("run_example.py")], script,
            ("PYTHONPATH", Installed("python")), ("PYTHONDONTWRITEBYTECODE", "1"));

    /// <summary>A JWT for a person, from the development issuer.</summary>
    public static async Task<string> TokenAsync(string userId) => (await RunAsync("bash", [Installed("token.sh"), userId], "")).Trim();

    private static string Installed(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static async Task<string> RunAsync(
        string program, string[] arguments, string input, params (string Name, string Value)[] environment)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = "*"; // the graph is on this machine
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        await using var whenCancelled = cancelled.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancelled), process.StandardError.ReadToEndAsync(cancelled));
        await process.StandardInput.WriteAsync(input.AsMemory(), cancelled);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancelled);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        return await output;
    }
}
