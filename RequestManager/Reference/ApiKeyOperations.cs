using System.Text.Json.Nodes;
using RequestManager.Callers.IssuedKeys;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>What the reference says of issued keys. Only administrators may call these, whatever the switches say.</summary>
internal static class ApiKeyOperations
{
    private const string Tag = "API keys";

    private const string Key = """
        "key_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b12","name":"Reporting","user_id":"jane.doe","tool_id":null,"roles":["ACT_FOR_ANY_USER"],
        "created_by":"user:admin-test-user","created_at":"2026-11-24T12:00:00Z","expires_at":"2036-01-01T00:00:00Z","last_used_at":null
        """;

    public static OperationDescription Issue { get; } = new(
        Tag,
        "Issue a key for a person or a tool.",
        new AnswerDescription(201, "The key. It is shown now and never again.", typeof(ApiKeyBody), $$"""{{{Key}},"key":"ssa_…"}""") { Headers = [ResponseHeaders.Location] })
    {
        Problems = [CommonProblems.Forbidden, Problems.RateLimited],
        Examples = new Dictionary<string, JsonNode>
        {
            ["person"] = JsonNode.Parse("""{"name":"Reporting","user_id":"jane.doe","roles":["ACT_FOR_ANY_USER"],"expires_at":"2036-01-01T00:00:00Z"}""")!,
            ["tool"] = JsonNode.Parse("""{"name":"Ticket system","tool_id":"snow-test"}""")!,
        },
    };

    public static OperationDescription List { get; } = new(
        Tag, "List all keys: the configured ones and those that were issued.", new AnswerDescription(200, "All of them, without the keys themselves.", typeof(IReadOnlyList<ApiKeyBody>), $"[{{{Key}}}]"))
    {
        Problems = [CommonProblems.Forbidden, Problems.RateLimited],
    };

    public static OperationDescription Revoke { get; } = new(
        Tag, "Revoke an issued key.", new AnswerDescription(200, "It is good for nothing from now on.", typeof(Success), """{"status":"success","message":"The key is revoked."}"""))
    {
        Problems = [CommonProblems.Forbidden, Problems.ApiKeyNotFound, Problems.RateLimited],
    };
}
