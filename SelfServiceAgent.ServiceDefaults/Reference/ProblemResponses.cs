using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>Errors as the reference shows them: one response for each status, with the codes it can have.</summary>
public static class ProblemResponses
{
    /// <summary>The schema that all of them share.</summary>
    public const string SchemaName = "Problem";

    private static readonly ProblemKind[] _always = [CommonProblems.Unauthenticated, CommonProblems.Internal, CommonProblems.Unavailable];
    private static readonly ProblemKind[] _ofBodies = [CommonProblems.ValidationFailed, CommonProblems.TooLarge, CommonProblems.UnsupportedMediaType];

    public static OpenApiSchema Schema { get; } = new()
    {
        Type = JsonSchemaType.Object,
        Description = "An error (RFC 9457). Besides those named at each operation there are `not_found` and `method_not_allowed`, for what this document does not know.",
        Required = new HashSet<string> { "type", "title", "status", "code", "trace_id" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A page about the status."),
            ["title"] = Text("What went wrong, for a person; never contains what was sent."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What to do about it in this case."),
            ["code"] = Text("What went wrong, for a program; stable."),
            ["trace_id"] = Text("By which whoever runs the service finds this call."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With `validation_failed`: what is wrong, by field.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["request_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "The request, where one was accepted." },
            ["failure_code"] = Text("With `agent_failed`: why."),
        },
    };

    /// <summary>An operation's own ways to fail and those it shares with all others.</summary>
    public static IEnumerable<ProblemKind> Complete(IEnumerable<ProblemKind> own, bool hasBody) =>
        own.Concat(_always).Concat(hasBody ? _ofBodies : []).DistinctBy(kind => (kind.Status, kind.Code));

    /// <summary>Adds one response for each status; all responses are in the order of their status then.</summary>
    public static void AddTo(OpenApiOperation operation, IEnumerable<ProblemKind> kinds, OpenApiDocument document)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var all = new SortedDictionary<string, IOpenApiResponse>(operation.Responses!, StringComparer.Ordinal);
        foreach (var ofStatus in kinds.GroupBy(kind => kind.Status)) all[ofStatus.Key.ToString(CultureInfo.InvariantCulture)] = Of([.. ofStatus], document);
        operation.Responses!.Clear();
        foreach (var (status, response) in all) operation.Responses.Add(status, response);
    }

    private static OpenApiResponse Of(ProblemKind[] kinds, OpenApiDocument document) => new()
    {
        Description = string.Join('\n', kinds.Select(kind => $"- `{kind.Code}`: {kind.Title}")),
        Headers = ResponseHeaders.Of(HeadersOf(kinds[0].Status)),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = SchemaOf(kinds, document), Example = Example(kinds[0]) },
        },
    };

    private static OpenApiSchema SchemaOf(ProblemKind[] kinds, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(SchemaName, document),
            new OpenApiSchema
            {
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema { Enum = [.. kinds.Select(kind => JsonValue.Create(kind.Code))] },
                },
            },
        ],
    };

    private static string[] HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => [ResponseHeaders.WwwAuthenticate],
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [ResponseHeaders.RetryAfter],
        StatusCodes.Status504GatewayTimeout => [ResponseHeaders.Location],
        _ => [],
    };

    private static JsonObject Example(ProblemKind kind)
    {
        var example = new JsonObject
        {
            ["type"] = "https://tools.ietf.org/html/rfc9110",
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["code"] = kind.Code,
            ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (kind == CommonProblems.ValidationFailed) example["errors"] = new JsonObject { ["user_id"] = new JsonArray("is required") };
        return example;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
