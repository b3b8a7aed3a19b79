using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
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
        var isNullable = (schema.Type?.HasFlag(JsonSchemaType.Null) == true || actual != type) && !IsNeverNull(context.JsonPropertyInfo);
        if (actual == typeof(JsonObject)) schema.Type = JsonSchemaType.Object;
        if (actual == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        if (actual.IsEnum) schema.Type = JsonSchemaType.String;
        if (actual == typeof(int) || actual == typeof(long)) (schema.Type, schema.Pattern) = (JsonSchemaType.Integer, null); // written so; that "1" is read too is a courtesy
        if (isNullable && schema.Type is { } known) schema.Type = known | JsonSchemaType.Null;
        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object) return Task.CompletedTask;
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => schema.Properties?.ContainsKey(property.Name) == true)) Narrow(schema, property);
        return Task.CompletedTask;
    }

    private static void Narrow(OpenApiSchema schema, JsonPropertyInfo property)
    {
        var value = schema.Properties![property.Name];
        if (AttributeOf<RequiredAttribute>(property) is not null) (schema.Required ??= new HashSet<string>()).Add(property.Name);
        if (IsLeftOutWhenNull(property)) schema.Required?.Remove(property.Name);
        if (AttributeOf<AllowedValuesAttribute>(property) is { } allowed) schema.Properties[property.Name] = OneOf(allowed.Values, DescriptionOf(value));
        else if (IsNeverNull(property)) schema.Properties[property.Name] = WithoutNull(value);
        if (AttributeOf<DataTypeAttribute>(property)?.CustomDataType is { } format && value is OpenApiSchema text) text.Format = format;
    }

    // Our bodies have nullable members, so that a missing one is our own 400 and names its field.
    private static bool IsNeverNull(JsonPropertyInfo? property) => property is not null && (AttributeOf<RequiredAttribute>(property) is not null || IsLeftOutWhenNull(property));

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) => AttributeOf<JsonIgnoreAttribute>(property)?.Condition == JsonIgnoreCondition.WhenWritingNull;

    private static IOpenApiSchema WithoutNull(IOpenApiSchema value)
    {
        if (value.OneOf is [_, ..] && value.OneOf.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } only) return only;
        if (value is OpenApiSchema { Type: { } type } plain) plain.Type = type & ~JsonSchemaType.Null;
        return value;
    }

    // Of a member that refers to another schema the description stands beside the reference.
    private static string? DescriptionOf(IOpenApiSchema value) =>
        value.OneOf?.Select(one => (one as OpenApiSchemaReference)?.Reference.Description).FirstOrDefault(text => text is not null) ?? value.Description;

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
