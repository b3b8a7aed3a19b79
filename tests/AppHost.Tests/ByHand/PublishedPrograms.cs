using AppHost.Tests.Support;

namespace AppHost.Tests.ByHand;

/// <summary>The services as <c>dotnet publish</c> puts them together, in a directory of their own each: what goes into an image.</summary>
internal sealed class PublishedPrograms : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ssa-published-");
    private readonly Dictionary<string, string> _projects = new()
    {
        ["request-manager"] = "RequestManager",
        ["agent-service"] = "AgentService",
        ["integration-dispatcher"] = "IntegrationDispatcher",
    };

    public IReadOnlyCollection<string> Services => _projects.Keys;

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        foreach (var project in _projects.Values)
        {
            await using var publish = StartedProgram.Start(
                Repository.Root,
                [],
                "dotnet",
                ["publish", project, "--no-build", "--configuration", Repository.Configuration, "--output", DirectoryOf(project)]);
            Assert.True(await publish.ExitCodeAsync(cancellationToken) == 0, publish.Said);
        }
    }

    public StartedProgram Start(string service, Dictionary<string, string> environment, params string[] arguments)
    {
        var directory = DirectoryOf(_projects[service]);
        return StartedProgram.Start(directory, environment, "dotnet", [Path.Combine(directory, $"{_projects[service]}.dll"), .. arguments]);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string DirectoryOf(string project) => Path.Combine(_directory.FullName, project);
}
