namespace AppHost.Tests.Publishing;

/// <summary>Each output once, for all tests that look at it.</summary>
public sealed class Publications : IAsyncLifetime
{
    /// <summary>Without which nothing is published for Kubernetes; the approved copy has it too.</summary>
    public const string Address = "--PublicBaseUrl=https://agent.example.com";

    /// <summary>What of a registry that wants a login is said.</summary>
    public const string PullSecret = "registry-login";

    private const string External = "--Infrastructure:Mode=external";

    private readonly List<Publication> _all = [];

    public Publication Kubernetes { get; private set; } = null!;

    public Publication KubernetesExternal { get; private set; } = null!;

    public Publication Compose { get; private set; } = null!;

    public Publication ComposeExternal { get; private set; } = null!;

    public Publication Of(string step) => step == "kubernetes" ? Kubernetes : Compose;

    public async ValueTask InitializeAsync()
    {
        Kubernetes = await WrittenAsync("kubernetes", Address);
        KubernetesExternal = await WrittenAsync("kubernetes", External, Address, $"--Kubernetes:PullSecret={PullSecret}");
        Compose = await WrittenAsync("compose");
        ComposeExternal = await WrittenAsync("compose", External);
    }

    public ValueTask DisposeAsync()
    {
        _all.ForEach(publication => publication.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task<Publication> WrittenAsync(string step, params string[] settings)
    {
        var publication = await Publication.OfAsync(step, settings);
        _all.Add(publication);
        Assert.True(publication.ExitCode == 0, publication.Said);
        return publication;
    }
}
