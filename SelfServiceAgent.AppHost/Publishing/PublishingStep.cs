using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>A step of the AppHost's pipeline that writes the graph as files.</summary>
internal static class PublishingStep
{
    /// <summary>
    /// Makes <c>--operation publish --step NAME --output-path DIRECTORY</c> known. Of what lies in the directory only files of the same
    /// names are written anew.
    /// </summary>
    /// <param name="filesOf">The files' contents, by name.</param>
    public static void AddPublishingStep(
        this IDistributedApplicationBuilder builder,
        string name,
        Func<PublishedGraph, PipelineStepContext, Task<IEnumerable<KeyValuePair<string, string>>>> filesOf) =>
        builder.Pipeline.AddStep(name, async context =>
        {
            try
            {
                await WriteAsync(context, await filesOf(await PublishedGraph.ReadAsync(context), context));
            }
            catch
            {
                Environment.ExitCode = 1; // Aspire reports what failed, and yet ends with 0
                throw;
            }
        });

    private static async Task WriteAsync(PipelineStepContext context, IEnumerable<KeyValuePair<string, string>> files)
    {
        var directory = context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        Directory.CreateDirectory(directory);
        foreach (var (name, content) in files)
            await File.WriteAllTextAsync(Path.Combine(directory, name), content, context.CancellationToken);

        context.Summary.Add("Written to", directory);
    }
}
