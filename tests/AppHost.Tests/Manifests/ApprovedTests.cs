using AppHost.Tests.Support;

namespace AppHost.Tests.Manifests;

/// <summary>What is deployed changes only where somebody has looked at the change: <c>eng/publish.sh</c> writes it anew.</summary>
public sealed class ApprovedTests
{
    [Theory]
    [InlineData("aspire-manifest.json")]
    [InlineData("aspire-manifest.external.json", "--Infrastructure:Mode=external")]
    public async Task The_manifest_is_the_one_that_was_approved(string name, params string[] settings)
    {
        var approved = Repository.At("deploy", "azd", name);
        var received = Path.ChangeExtension(approved, ".received.json"); // beside it, for paths in a manifest begin where it lies

        var run = await Published.RunAsync(received, settings);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(await ReadAsync(approved), await ReadAsync(received));
        File.Delete(received); // one that differs stays, to be looked at
    }

    [Fact]
    public async Task What_azd_deploys_is_the_AppHost()
    {
        var lines = await File.ReadAllLinesAsync(Repository.At("azure.yaml"), TestContext.Current.CancellationToken);
        var project = lines.Select(line => line.Trim().Split(": ")).Single(line => line[0] == "project")[1];
        Assert.True(File.Exists(Repository.At(project)), project);
    }

    private static async Task<string> ReadAsync(string path) =>
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim();
}
