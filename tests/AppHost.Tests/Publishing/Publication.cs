using AppHost.Tests.Support;

namespace AppHost.Tests.Publishing;

/// <summary>What a step of the AppHost has written, run as a user would run it.</summary>
public sealed class Publication : IDisposable
{
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
        string[] arguments = ["--operation", "publish", "--step", step, "--output-path", _directory.FullName, .. settings];
        (ExitCode, Said) = await Run.OfAsync("SelfServiceAgent.AppHost", arguments);
        Files = _directory.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName));
    }
}
