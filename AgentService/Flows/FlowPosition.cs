using System.Text.Json.Nodes;

namespace AgentService.Flows;

/// <summary>Where a conversation stands in a flow. Kept in the session's context, so that it outlives every process.</summary>
/// <param name="FlowId">The conversation's identity: the request that began it, so that a repeated turn begins the same one.</param>
/// <param name="Data">What the flow knows so far.</param>
public sealed record FlowPosition(Guid FlowId, string Version, string State, JsonObject Data)
{
    private const string Flows = "flows";

    /// <returns>Null when the agent has no flow going on in this session, or left something unreadable.</returns>
    public static FlowPosition? In(JsonObject? context, string agent) =>
        (context?[Flows] as JsonObject)?[agent] is JsonObject kept && Guid.TryParse(Text(kept, "id"), out var id)
            && Text(kept, "version") is { } version && Text(kept, "state") is { } state
            ? new(id, version, state, kept["data"]?.DeepClone() as JsonObject ?? [])
            : null;

    /// <returns>The session's context as it is to be; what other agents keep there stays.</returns>
    public static JsonObject Keep(JsonObject? context, string agent, FlowPosition? position)
    {
        var kept = context?.DeepClone().AsObject() ?? [];
        var flows = kept[Flows] as JsonObject ?? [];
        if (position is null) flows.Remove(agent);
        else flows[agent] = position.ToJson();
        kept[Flows] = flows.Parent is null ? flows : flows.DeepClone();
        return kept;
    }

    private JsonObject ToJson() => new()
    {
        ["id"] = FlowId.ToString(),
        ["version"] = Version,
        ["state"] = State,
        ["data"] = Data.DeepClone(),
    };

    private static string? Text(JsonObject kept, string name) => kept[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
