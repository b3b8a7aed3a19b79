using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>How every service of ours writes its reference.</summary>
public static class ReferenceOptions
{
    /// <summary>The document's name, and with it its address.</summary>
    public const string Document = "v1";

    /// <summary>Where a service serves it.</summary>
    public const string Path = $"/openapi/{Document}.json";

    /// <param name="title">What the whole is called.</param>
    public static void Configure(OpenApiOptions options, string title, string text)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = NameOf;
        options.AddOperationTransformer<OperationWriter>();
        options.AddSchemaTransformer<SchemaWriter>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            var tags = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Reference.Id!);
            document.Tags = tags.Distinct().Select(tag => new OpenApiTag { Name = tag }).ToHashSet();
            document.Info = new() { Title = title, Description = text, Version = Document };
            document.Servers = [new() { Url = "/" }]; // where it was fetched from
            document.AddComponent(ProblemResponses.SchemaName, ProblemResponses.Schema);
            return Task.CompletedTask;
        });
    }

    private static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(JsonObject) || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null // anything goes in it; there is nothing to refer to
        : type.Type.DeclaringType is { } door ? $"{door.Name}{name}" // several doors call their body Body
        : name;
}
