using System.Diagnostics;

namespace Publishing.Tests;

/// <summary>What a step of the AppHost has written, run as a user would run it.</summary>
public sealed class Publication : IDisposable
{
    private static readonly string _appHost = Path.Combine(AppContext.BaseDirectory, "SelfServiceAgent.AppHost.dll");
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ssa-publication-");

    /// <summary>The files' contents, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    public int ExitCode { get; private set; }

    public string Said { get; private set; } = "";

    public IEnumerable<KeyValuePair<string, string>> Yaml => Files.Where(file => file.Key.EndsWith(".yaml", StringComparison.Ordinal));

    /// <param name="settings">Configuration of the AppHost, <c>--Key=value</c>.</param>
    public static async Task<Publication> OfAsync(string step, params string[] settings)
    {
        var publication = new Publication();
        await publication.WriteAsync(step, settings);
        return publication;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task WriteAsync(string step, string[] settings)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [_appHost, "--operation", "publish", "--step", step, "--output-path", _directory.FullName, .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("Infrastructure__Mode"); // that of whoever runs the tests is about running

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var complained = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        ExitCode = process.ExitCode;
        Said = await said + await complained;
        Files = _directory.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));
    }
}
