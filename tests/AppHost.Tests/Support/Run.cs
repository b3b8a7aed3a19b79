namespace AppHost.Tests.Support;

/// <summary>A program of ours, run to its end with an environment that has nothing of this machine's but what programs need to run.</summary>
internal sealed record Run(int ExitCode, string Output)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public static Task<Run> OfAsync(string project, string[] arguments, params (string Name, string Value)[] environment) =>
        DotnetAsync([Repository.Program(project), .. arguments], Path.GetDirectoryName(Repository.Program(project))!, environment);

    public static async Task<Run> DotnetAsync(string[] arguments, string directory, params (string Name, string Value)[] environment)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        var variables = environment.Select(variable => KeyValuePair.Create(variable.Name, variable.Value));
        await using var program = StartedProgram.Start(directory, variables, "dotnet", arguments);
        return new(await program.ExitCodeAsync(limit.Token), program.Said);
    }
}
