using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults.Reference;

/// <summary>Makes schemas say what our JSON is where the framework guesses too wide: converters of ours are opaque to it.</summary>
internal sealed class SchemaWriter : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        var isNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true || actual != type;
        if (actual == typeof(JsonObject)) schema.Type = JsonSchemaType.Object;
        if (actual == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        if (actual.IsEnum) schema.Type = JsonSchemaType.String;
        if (actual == typeof(int) || actual == typeof(long)) (schema.Type, schema.Pattern) = (JsonSchemaType.Integer, null); // written so; that "1" is read too is a courtesy
        if (isNullable && schema.Type is { } known) schema.Type = known | JsonSchemaType.Null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object) Narrow(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    // Our bodies have nullable members, so that a missing one is our own 400 and names its field.
    private static void Narrow(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (schema.Properties?.TryGetValue(property.Name, out var value) != true) continue;
            if (AttributeOf<AllowedValuesAttribute>(property) is { } allowed) schema.Properties[property.Name] = OneOf(allowed.Values, value!.Description);
            if (AttributeOf<RequiredAttribute>(property) is null) continue;
            (schema.Required ??= new HashSet<string>()).Add(property.Name);
            if (value is OpenApiSchema { Type: { } known } text) text.Type = known & ~JsonSchemaType.Null;
        }
    }

    private static OpenApiSchema OneOf(object?[] values, string? description) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = [.. values.Select(value => JsonSerializer.SerializeToNode(value, WireJson.Options)!)],
    };

    private static TAttribute? AttributeOf<TAttribute>(JsonPropertyInfo property)
        where TAttribute : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(TAttribute), true).OfType<TAttribute>().FirstOrDefault();
}
