using System.Text.Json;

namespace SelfServiceAgent.Contracts;

/// <summary>How everything of ours is written as JSON: snake_case members, unknown members ignored (RFC 8259).</summary>
public static class WireJson
{
    /// <summary>The one set of options; read-only, shared by the events and the HTTP APIs.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Gives options that already exist, such as those of ASP.NET Core, the same habits.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.MaxDepth = 32;
        options.AllowDuplicateProperties = false; // RFC 8259 leaves their meaning open; jsonb and our own reading would differ
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new JsonObjectConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
