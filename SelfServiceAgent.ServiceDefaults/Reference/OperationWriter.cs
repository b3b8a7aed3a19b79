using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>Writes into the reference what <see cref="OperationDescription"/> says.</summary>
internal sealed class OperationWriter : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.Description;
        var path = $"/{endpoint.RelativePath}";
        var description = endpoint.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().LastOrDefault()
            ?? throw new InvalidOperationException($"{endpoint.HttpMethod} {path} is not described.");
        var document = context.Document!;
        operation.OperationId = $"{endpoint.HttpMethod} {path.Replace("/api/v1", "", StringComparison.Ordinal)}".ToLowerInvariant()
            .Replace("{", "by_", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(" /", "_", StringComparison.Ordinal).Replace('/', '_').Replace('-', '_');
        operation.Summary = description.Summary;
        operation.Description = description.Text;
        operation.Tags = new HashSet<OpenApiTagReference> { new(description.Tag, document) };
        operation.Parameters = [.. PathParts(path, description), .. description.Parameters.Where(parameter => parameter.In != ParameterLocation.Path)];
        WriteExamples(operation, description);
        WriteAnswers(operation, description);
        ProblemResponses.AddTo(operation, ProblemResponses.Complete(description.Problems, operation.RequestBody is not null), document);
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> PathParts(string path, OperationDescription description) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Select(name =>
            description.Parameters.FirstOrDefault(parameter => parameter.In == ParameterLocation.Path && parameter.Name == name) ?? ParameterDescriptions.PathPart(name));

    private static void WriteExamples(OpenApiOperation operation, OperationDescription description)
    {
        if (operation.RequestBody is not OpenApiRequestBody body) return;
        body.Required = true;
        foreach (var content in body.Content!.Values)
        {
            content.Examples = description.Examples.ToDictionary(
                example => example.Key, IOpenApiExample (example) => new OpenApiExample { Value = example.Value.DeepClone() });
        }
    }

    private static void WriteAnswers(OpenApiOperation operation, OperationDescription description)
    {
        foreach (var answer in description.Answers)
        {
            var response = (OpenApiResponse)operation.Responses![answer.Status.ToString(CultureInfo.InvariantCulture)];
            response.Description = answer.Text;
            response.Headers = ResponseHeaders.Of(answer.Headers);
            foreach (var content in response.Content!.Values) content.Example = JsonNode.Parse(answer.Example);
            if (answer.StreamExample is null) continue;
            response.Content["text/event-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = answer.StreamExample };
        }
    }
}
