namespace Load;

/// <summary>Where the answers of those go who ask.</summary>
internal static class People
{
    /// <summary>As many as <c>post.lua</c> has.</summary>
    public const int Number = 1000;

    public static Task OverrideAsync(this LoadGraph graph, Func<int, IEnumerable<object>> given) => Parallel.ForAsync(0, Number, async (person, cancelled) =>
    {
        foreach (var integration in given(person)) await graph.SendAsync(person, "integrations", integration, cancelled);
    });

    /// <summary>Everybody's go to TEST again.</summary>
    public static Task ForgetOverridesAsync(this LoadGraph graph) =>
        Parallel.ForAsync(0, Number, async (person, cancelled) => await graph.SendAsync(person, "integration-defaults/reset", new { }, cancelled));

    private static async Task SendAsync(this LoadGraph graph, int person, string path, object body, CancellationToken cancellationToken)
    {
        using var request = graph.Request(HttpMethod.Post, $"/api/v1/users/person-{person}/{path}", $"person-{person}", body);
        using var response = await graph.Client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
