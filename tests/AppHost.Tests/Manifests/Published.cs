using System.Text.Json.Nodes;
using AppHost.Tests.Support;

namespace AppHost.Tests.Manifests;

/// <summary>Makes manifests as azd does: by running the AppHost.</summary>
internal static class Published
{
    public static async Task<Run> RunAsync(string path, params string[] settings) =>
        await Run.OfAsync("SelfServiceAgent.AppHost", ["--publisher", "manifest", "--output-path", path, .. settings]);

    /// <summary>The resources of a manifest, by their names.</summary>
    public static async Task<JsonObject> ResourcesAsync(params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("manifest-");
        try
        {
            var path = Path.Combine(directory.FullName, "aspire-manifest.json");
            var run = await RunAsync(path, settings);
            Assert.True(run.ExitCode == 0, run.Output);
            return JsonNode.Parse(await File.ReadAllTextAsync(path))!["resources"]!.AsObject();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
