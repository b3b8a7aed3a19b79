using System.Globalization;
using System.Text.Json.Nodes;
using AppHost.Tests.Support;

namespace AppHost.Tests.Images;

/// <summary>What an image would be made of, as the build says; none is made, for that takes its base image from a registry.</summary>
public sealed class ImageTests
{
    private const string Asked = "-getProperty:ContainerRepository,ContainerBaseImage,ContainerUser,ContainerImageTag,ContainerImageTags,Version";

    [Theory]
    [InlineData("RequestManager", "request-manager")]
    [InlineData("AgentService", "agent-service")]
    [InlineData("IntegrationDispatcher", "integration-dispatcher")]
    public async Task An_image_has_no_shell_and_no_root_and_one_port(string project, string repository)
    {
        var (properties, items) = await BuiltAsync(project);

        Assert.Equal(repository, $"{properties["ContainerRepository"]}");
        Assert.EndsWith("/dotnet/aspnet:10.0-noble-chiseled", $"{properties["ContainerBaseImage"]}", StringComparison.Ordinal);
        Assert.True(int.Parse($"{properties["ContainerUser"]}", CultureInfo.InvariantCulture) > 0);
        Assert.Equal(["8080"], items["ContainerPort"]!.AsArray().Select(port => $"{port!["Identity"]}"));
        Assert.Equal($"{properties["Version"]}", $"{properties["ContainerImageTags"]}");
    }

    [Fact]
    public async Task Whoever_deploys_may_name_the_image_and_its_tag()
    {
        var (properties, _) = await BuiltAsync("RequestManager", "-p:ContainerRepository=team/front-door", "-p:ContainerImageTag=azd-deploy-1");

        Assert.Equal("team/front-door", $"{properties["ContainerRepository"]}");
        Assert.Equal("azd-deploy-1", $"{properties["ContainerImageTag"]}");
        Assert.Empty($"{properties["ContainerImageTags"]}"); // both at once is an error
    }

    private static async Task<(JsonNode Properties, JsonNode Items)> BuiltAsync(string project, params string[] settings)
    {
        var run = await Run.DotnetAsync(
            ["msbuild", project, "-t:ComputeContainerConfig", Asked, "-getItem:ContainerPort", "-nodeReuse:false", .. settings], Repository.Root);
        Assert.True(run.ExitCode == 0, run.Output);
        var built = JsonNode.Parse(run.Output)!;
        return (built["Properties"]!, built["Items"]!);
    }
}
