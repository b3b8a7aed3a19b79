using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>Parameters as the reference shows them. Handlers read theirs by hand, so that the framework cannot know what they take.</summary>
public static class ParameterDescriptions
{
    private static readonly OpenApiParameter _userId = Of(UserId.RouteKey, ParameterLocation.Path, "The person.", TextOf(UserId.MaxLength));

    /// <summary>The query of everything that lists a page.</summary>
    public static IReadOnlyList<OpenApiParameter> Page { get; } =
    [
        Number("limit", "How many at most.", ServiceDefaults.Page.DefaultLimit, 1, ServiceDefaults.Page.MaxLimit),
        Number("offset", "How many to leave out first.", 0, 0, int.MaxValue),
    ];

    /// <param name="text">What the header is for.</param>
    public static OpenApiParameter Header(string name, string text, IOpenApiSchema schema) => Of(name, ParameterLocation.Header, text, schema);

    public static OpenApiParameter Query(string name, string text, IOpenApiSchema schema) => Of(name, ParameterLocation.Query, text, schema);

    /// <param name="location">In the query it narrows a list; in the path it names something.</param>
    public static OpenApiParameter Choice<TEnum>(string name, ParameterLocation location, string text, IEnumerable<TEnum> allowed)
        where TEnum : struct, Enum =>
        Of(name, location, text, new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. allowed.Select(value => JsonValue.Create(EnumText.Of(value)))] });

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters.</summary>
    public static OpenApiSchema TextOf(int maxLength) => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = maxLength };

    /// <summary>What a part of a path is when nothing else is said of it.</summary>
    internal static OpenApiParameter PathPart(string name) => name == UserId.RouteKey
        ? _userId
        : Of(name, ParameterLocation.Path, "An id; one that is no UUID is answered like one that does not exist.", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });

    private static OpenApiParameter Number(string name, string text, int absent, int min, int max) => Query(name, text, new OpenApiSchema
    {
        Type = JsonSchemaType.Integer,
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max.ToString(CultureInfo.InvariantCulture),
        Default = absent,
    });

    private static OpenApiParameter Of(string name, ParameterLocation location, string text, IOpenApiSchema schema) =>
        new() { Name = name, In = location, Description = text, Required = location == ParameterLocation.Path, Schema = schema };
}
