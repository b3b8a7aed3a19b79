using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace AppHost.Tests.Support;

/// <summary>A program started with the variables it is given, and no other but those that say where programs and files are.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan _stopTime = TimeSpan.FromSeconds(20);
    private static readonly string[] _inherited = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_CLI_HOME"];

    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private StartedProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static StartedProgram Start(
        string directory, IEnumerable<KeyValuePair<string, string>> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var other in start.Environment.Keys.Except(_inherited).ToList())
            start.Environment.Remove(other);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return new(start);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_stopTime);
        try
        {
            if (!_process.HasExited)
                _ = Kill(_process.Id, Terminate);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.AppendLine(line.Data);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
