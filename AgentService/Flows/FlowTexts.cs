using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fluid;

namespace AgentService.Flows;

/// <summary>What flows say: Liquid templates over what the flow knows. Markdown, so nothing is encoded.</summary>
internal static class FlowTexts
{
    private const int MaxSteps = 100_000;

    private static readonly FluidParser _parser = new();
    private static readonly TemplateOptions _options = new() { MaxSteps = MaxSteps };

    /// <returns>The template, or what is wrong with it.</returns>
    public static (IFluidTemplate? Template, string? Error) Parse(string text) =>
        _parser.TryParse(text, out var template, out var error) ? (template, null) : (null, error.Split('\n')[0].TrimEnd());

    public static string Render(IFluidTemplate template, JsonObject data)
    {
        var context = new TemplateContext(_options);
        foreach (var (name, value) in data) context.SetValue(name, Plain(value));
        return template.Render(context, NullEncoder.Default).Trim();
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.Number => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.ToString(),
        },
        _ => null,
    };
}
