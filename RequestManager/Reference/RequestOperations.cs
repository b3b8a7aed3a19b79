using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RequestManager.Requests;
using RequestManager.Responses;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>What the reference says of the doors and of looking requests up.</summary>
internal static class RequestOperations
{
    private const string Tag = "Requests";

    private const string Completed = """
        {"request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","status":"completed",
         "response":{"content":"Install the VPN client from the software centre, then sign in.","agent_id":"routing-agent","metadata":{},
                     "processing_time_ms":12,"requires_followup":false,"followup_actions":[]}}
        """;

    private const string Pending = """
        {"request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","status":"pending"}
        """;

    private const string Streamed = """
        event: accepted
        data: {"request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","status":"pending"}

        event: delta
        data: {"text":"Install the VPN client","index":0,"attempt":1}

        event: completed
        data: {"request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","status":"completed","response":{"content":"Install the VPN client","agent_id":"routing-agent","metadata":{},"processing_time_ms":12,"requires_followup":false,"followup_actions":[]}}


        """;

    private const string OfStreaming =
        "With `Accept: text/event-stream` the answer comes while it is being written: `accepted`, any number of `delta`, then `completed` (the body of the 200) or `failed` (the problem).";

    private static readonly ProblemKind[] _problems =
    [
        Problems.UserIdMismatch, Problems.SessionNotFound, Problems.IdempotencyKeyReused, Problems.RateLimited, Problems.TooManyPending, Problems.AgentFailed,
        Problems.Overloaded, Problems.ResponseTimeout,
    ];

    private static readonly OpenApiParameter[] _headers =
    [
        ParameterDescriptions.Header("Prefer", "`respond-async` (RFC 7240): do not wait for the answer.", new OpenApiSchema { Type = JsonSchemaType.String, Examples = [Preference.RespondAsync] }),
        ParameterDescriptions.Header(
            IdempotencyHeader.Name, "Sent again with it, the call is the same request; kept for 24 h.", ParameterDescriptions.TextOf(IdempotencyHeader.MaxLength)),
    ];

    public static OperationDescription Web { get; } = Door(
        "Ask from a web page.", ("guide", """{"user_id":"web-test-user","content":"System status check","client_ip":"192.168.1.100"}"""), Streamed) with { Text = OfStreaming };

    public static OperationDescription Cli { get; } = Door(
        "Ask from a terminal.",
        ("guide", """{"user_id":"web-test-user","content":"Hello, I need help with my laptop","metadata":{"terminal":"bash","command":"ask"}}"""),
        Streamed) with { Text = OfStreaming };

    public static OperationDescription Tool { get; } = Door(
        "Ask as a tool, in any person's name.",
        ("guide", """
            {"user_id":"john.doe","content":"Your laptop is due for renewal","tool_id":"snow-integration","tool_instance_id":"snow-1","trigger_event":"asset.renewal_due",
             "tool_context":{"key":"value"},"metadata":{"correlation_id":"INC0012345","automation_rule":"renewals","triggered_by":"scheduler"}}
            """)) with
    {
        Text = "Waits 5 s for the answer, then answers 202: the person is notified anyway.",
        Problems = [.. _problems.Except([Problems.UserIdMismatch, Problems.ResponseTimeout]), Problems.ToolIdMismatch, Problems.UnknownAgent],
    };

    public static OperationDescription Generic { get; } = Door(
        "Ask from anywhere else.", ("guide", """{"integration_type":"WEB","user_id":"web-test-user","content":"Hello"}""")) with
    {
        Problems = [.. _problems, Problems.IntegrationTypeNotAllowed, Problems.IntegrationTypeReserved],
    };

    public static OperationDescription Slack { get; } = Door(
        "Hand over what a person wrote in Slack.",
        ("guide", """{"user_id":"U123456789","content":"Hello","channel_id":"C123456789","slack_user_id":"U123456789","slack_team_id":"T123456789"}""")) with
    {
        Problems = [.. _problems.Except([Problems.UserIdMismatch]), Problems.SlackNotConfigured],
    };

    public static OperationDescription Lookup { get; } = new(Tag, "Read what became of a request.", new AnswerDescription(200, "The request as it is now.", typeof(AnswerBody), Completed))
    {
        Text = "For whoever sent it, the person it was asked for, and administrators.",
        Problems = [Problems.RequestNotFound, Problems.RateLimited],
    };

    private static OperationDescription Door(string summary, (string Name, string Json) example, string? streamed = null) => new(
        Tag,
        summary,
        new AnswerDescription(200, "The agent's answer.", typeof(AnswerBody), Completed) { StreamExample = streamed },
        new AnswerDescription(202, "Accepted; the answer can be fetched.", typeof(AnswerBody), Pending) { Headers = [ResponseHeaders.Location, ResponseHeaders.PreferenceApplied] })
    {
        Problems = _problems,
        Parameters = _headers,
        Examples = new Dictionary<string, JsonNode> { [example.Name] = JsonNode.Parse(example.Json)! },
    };
}
