using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Events;

/// <summary>A <c>request.created</c> written by hand, as another maker of events would.</summary>
/// <param name="id">Of a request there was; a new one's when null.</param>
/// <param name="sessionId">Whose first request it is.</param>
internal sealed class RequestEvent(string? id = null, string? sessionId = null)
{
    /// <summary>Counts the answered turns of one request.</summary>
    public const string AnsweredTurns = "select count(*) from agent_turns where request_id = $1::uuid and status = 'ANSWERED'";

    public const string StructuredMediaType = "application/cloudevents+json";

    public string Id { get; } = id ?? Guid.CreateVersion7().ToString();

    private string SessionId { get; } = sessionId ?? Guid.CreateVersion7().ToString();

    public Dictionary<string, string> Attributes => new()
    {
        ["specversion"] = "1.0",
        ["id"] = Id,
        ["source"] = "somebody-else",
        ["type"] = "com.self-service-agent.request.created",
        ["time"] = "2026-01-01T00:00:00Z",
        ["subject"] = Id,
        ["sessionid"] = SessionId,
        ["sessionseq"] = "1",
        ["requestid"] = Id,
    };

    public JsonObject Data => new()
    {
        ["request_id"] = Id,
        ["session_id"] = SessionId,
        ["user_id"] = "somebody-elses-user",
        ["integration_type"] = "WEB",
        ["request_type"] = "message",
        ["content"] = "Hello",
        ["integration_context"] = new JsonObject(),
        ["user_context"] = new JsonObject(),
        ["target_agent_id"] = null,
        ["requires_routing"] = true,
        ["created_at"] = DateTimeOffset.UtcNow.ToString("O"),
    };

    /// <param name="data">Of that type; this request's own when null.</param>
    public string Structured(string? type = null, JsonObject? data = null)
    {
        var json = JsonSerializer.SerializeToNode(Attributes)!.AsObject();
        json["sessionseq"] = 1;
        json["type"] = type ?? Attributes["type"];
        json["datacontenttype"] = "application/json";
        json["data"] = data ?? Data;
        return json.ToJsonString();
    }
}
