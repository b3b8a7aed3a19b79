using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentService.Tools.Laptops;

/// <summary><c>laptops.offers</c>: the laptops a region can choose from. Read once from <c>Config/data/laptop-offers.json</c>.</summary>
internal sealed class LaptopOffersTool(JsonObject byRegion) : ReadingTool("laptops.offers", "Lists the laptops that can be ordered in a region.", _parameters)
{
    private static readonly JsonObject _parameters = new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["region"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("EMEA", "APAC", "LATAM", "NA") } },
        ["required"] = new JsonArray("region"),
    };

    private static readonly string[] _fields =
    [
        "name", "manufacturer", "model", "code", "target_user", "cost", "operating_system", "display", "graphics", "storage", "memory", "processor", "ports", "weight",
        "dimensions",
    ];

    /// <exception cref="FormatException">It is not as it should be; the message says what.</exception>
    public static LaptopOffersTool Load(string path)
    {
        try
        {
            var byRegion = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            foreach (var (region, offers) in byRegion)
            {
                foreach (var (index, offer) in offers!.AsArray().Index())
                {
                    if (_fields.FirstOrDefault(field => offer![field] is null) is { } missing) throw new FormatException($"{path}: offer {index + 1} of {region} has no {missing}");
                }
            }

            return new(byRegion);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{path}: must be an object with a list of offers for each region: {e.Message}", e);
        }
    }

    protected override JsonObject? Read(ToolCall asked) =>
        asked.Arguments["region"]?.ToString() is { } region && byRegion[region] is JsonArray { Count: > 0 } offers ? new() { ["list"] = offers.DeepClone() } : null;
}
