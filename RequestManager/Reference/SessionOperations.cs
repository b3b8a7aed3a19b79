using Microsoft.OpenApi;
using RequestManager.Sessions;
using RequestManager.Storage;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>What the reference says of sessions.</summary>
internal static class SessionOperations
{
    private const string Tag = "Sessions";

    private const string Session = """
        "session_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b10","user_id":"jane.doe","integration_type":"WEB","status":"ACTIVE","channel_id":null,"thread_id":null,
        "current_agent_id":"routing-agent","total_requests":1,"last_request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","last_request_at":"2026-11-24T12:00:00Z",
        "expires_at":"2026-12-08T12:00:00Z","created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:00Z"
        """;

    private const string Messages = """
        "messages":[{"request_id":"0193a1f0-5c1e-7a52-9d0c-3f6f1f0a6b11","session_seq":1,"request_type":"message","content":"Hello","status":"completed",
          "agent_id":"routing-agent","response":{"content":"Hello! How can I help?","agent_id":"routing-agent","metadata":{},"processing_time_ms":12,
          "requires_followup":false,"followup_actions":[]},"created_at":"2026-11-24T12:00:00Z","completed_at":"2026-11-24T12:00:00.02Z"}]
        """;

    public static OperationDescription List { get; } = new(
        Tag,
        "List a person's sessions, newest first, without their messages.",
        new AnswerDescription(200, "A page of them.", typeof(IReadOnlyList<SessionBody>), $"[{{{Session}}}]") { Headers = [ResponseHeaders.TotalCount] })
    {
        Parameters =
        [
            .. ParameterDescriptions.Page,
            ParameterDescriptions.Choice("status", ParameterLocation.Query, "Only those with this status.", Enum.GetValues<SessionStatus>()),
        ],
        Problems = [CommonProblems.ValidationFailed, CommonProblems.Forbidden, Problems.RateLimited],
    };

    public static OperationDescription Read { get; } = new(
        Tag,
        "Read a session and its messages, oldest first.",
        new AnswerDescription(200, "The session with a page of its messages.", typeof(SessionBody), $"{{{Session},{Messages}}}") { Headers = [ResponseHeaders.TotalCount] })
    {
        Parameters = ParameterDescriptions.Page,
        Problems = [CommonProblems.ValidationFailed, Problems.SessionNotFound, Problems.RateLimited],
    };

    public static OperationDescription Close { get; } = new(
        Tag, "End a session.", new AnswerDescription(200, "The session as it is now.", typeof(SessionBody), $"{{{Session}}}".Replace("ACTIVE", "INACTIVE", StringComparison.Ordinal)))
    {
        Text = "What is unanswered in it is still answered. A session that has ended stays as it is.",
        Problems = [Problems.SessionNotFound, Problems.RateLimited],
    };
}
