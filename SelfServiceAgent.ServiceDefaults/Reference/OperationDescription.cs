using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>What the reference says of an operation and its types cannot: what it is for, how it answers, in which ways it fails.</summary>
/// <param name="Tag">The group it stands in.</param>
/// <param name="Summary">What it is for, in one line.</param>
/// <param name="Answers">How it succeeds.</param>
public sealed record OperationDescription(string Tag, string Summary, params IReadOnlyList<AnswerDescription> Answers)
{
    /// <summary>What else there is to know, in Markdown.</summary>
    public string? Text { get; init; }

    /// <summary>Ways to fail of its own; those that all operations share are added.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    /// <summary>Headers and query parameters; and those of the path that are no plain ids.</summary>
    public IReadOnlyList<OpenApiParameter> Parameters { get; init; } = [];

    /// <summary>Bodies it accepts, by a name for each.</summary>
    public IReadOnlyDictionary<string, JsonNode> Examples { get; init; } = new Dictionary<string, JsonNode>();
}

/// <summary>One way in which an operation succeeds.</summary>
/// <param name="Body">The type of what comes back.</param>
/// <param name="Example">JSON, as it comes back.</param>
public sealed record AnswerDescription(int Status, string Text, Type Body, string Example)
{
    /// <summary>Response headers that come with it; <see cref="ResponseHeaders"/> knows them.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>What the same answer is as <c>text/event-stream</c>; null where it cannot be one.</summary>
    public string? StreamExample { get; init; }
}

public static class OperationDescriptionExtensions
{
    /// <summary>Describes an endpoint for the reference. One that is neither described nor excluded makes the reference fail, and its test.</summary>
    public static TBuilder Describes<TBuilder>(this TBuilder endpoint, OperationDescription description)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(description);
        foreach (var answer in description.Answers)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(answer.Status, answer.Body, ["application/json"]));
        return endpoint.WithMetadata(description);
    }
}
