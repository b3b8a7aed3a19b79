using Aspire.Hosting.Pipelines;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>What a resource of the app model is started with, as values of the app model.</summary>
internal sealed record PublishedConfiguration(IReadOnlyList<KeyValuePair<string, object>> Environment, IReadOnlyList<object> Arguments)
{
    public static async Task<PublishedConfiguration> ReadAsync(IResource resource, PipelineStepContext context)
    {
        var read = await ExecutionConfigurationBuilder.Create(resource)
            .WithEnvironmentVariablesConfig()
            .WithArgumentsConfig()
            .BuildAsync(context.ExecutionContext, context.Logger, context.CancellationToken);
        if (read.Exception is { } error)
            throw error;

        var environment = read.EnvironmentVariablesWithUnprocessed
            .ToDictionary(variable => variable.Key, variable => variable.Value.Unprocessed);
        return new(
            [.. environment.Where(variable => !IsForShells(variable.Key, environment))],
            [.. read.ArgumentsWithUnprocessed.Select(argument => argument.Unprocessed)]);
    }

    // Aspire gives connection strings twice: a shell cannot set a name with a hyphen, a container's environment can.
    private static bool IsForShells(string name, Dictionary<string, object> environment) =>
        environment.Keys.Any(other => other != name && other.Replace('-', '_') == name);
}
