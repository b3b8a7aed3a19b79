namespace SelfServiceAgent.AppHost.Publishing.Compose;

/// <summary>As much of the Compose file format as we use.</summary>
internal sealed record ComposeFile(
    string Name,
    IReadOnlyDictionary<string, ComposeService> Services,
    IReadOnlyDictionary<string, ComposeNetwork> Networks,
    IReadOnlyDictionary<string, ComposeVolume> Volumes);

internal sealed record ComposeService
{
    public required string Image { get; init; }

    public string? Hostname { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public string? User { get; init; }

    public bool? ReadOnly { get; init; }

    public IReadOnlyList<string>? Tmpfs { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public IReadOnlyList<string>? SecurityOpt { get; init; }

    public string? Restart { get; init; }

    public string? StopGracePeriod { get; init; }

    public IReadOnlyDictionary<string, ComposeCondition>? DependsOn { get; init; }

    public IReadOnlyList<ComposeEnvironmentFile>? EnvFile { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public IReadOnlyList<string>? Ports { get; init; }

    public IReadOnlyList<string>? Volumes { get; init; }

    public required IReadOnlyList<string> Networks { get; init; }

    public ComposeHealthcheck? Healthcheck { get; init; }

    public ComposeDeploy? Deploy { get; init; }
}

internal sealed record ComposeCondition(string Condition)
{
    public static readonly ComposeCondition Healthy = new("service_healthy"), Done = new("service_completed_successfully");
}

internal sealed record ComposeEnvironmentFile(string Path, bool Required);

internal sealed record ComposeHealthcheck(IReadOnlyList<string> Test, string Interval, string Timeout, int Retries, string StartPeriod);

internal sealed record ComposeDeploy(string? Replicas, ComposeResources Resources);

internal sealed record ComposeResources(ComposeLimits Limits);

internal sealed record ComposeLimits(string Memory);

internal sealed record ComposeNetwork(bool? Internal);

internal sealed record ComposeVolume;
