using SelfServiceAgent.ServiceDefaults;

namespace RequestManager;

/// <summary>Every way in which the front door says no, beyond those all services share (<see cref="CommonProblems"/>).</summary>
internal static class Problems
{
    public static readonly ProblemKind UserIdMismatch = new(403, "user_id_mismatch", "The credential does not speak for this user_id.");
    public static readonly ProblemKind ToolIdMismatch = new(403, "tool_id_mismatch", "The key does not belong to this tool_id.");
    public static readonly ProblemKind IntegrationTypeNotAllowed = new(400, "integration_type_not_allowed", "Requests cannot come in over this integration type.");
    public static readonly ProblemKind IntegrationTypeReserved = new(403, "integration_type_reserved", "This integration type has a door of its own.");
    public static readonly ProblemKind UnknownAgent = new(400, "unknown_agent", "There is no agent of that name.");
    public static readonly ProblemKind SessionNotFound = new(404, "session_not_found", "There is no such session, or it has ended.");
    public static readonly ProblemKind RequestNotFound = new(404, "request_not_found", "There is no such request.");
    public static readonly ProblemKind ApiKeyNotFound = new(404, "api_key_not_found", "There is no such issued key.");
    public static readonly ProblemKind DeadLetterNotFound = new(404, "dead_letter_not_found", "There is no such dead letter.");
    public static readonly ProblemKind NoBroker = new(409, "no_broker", "The services talk without a broker (Communication:Mode=direct), so there is no queue to replay into.");
    public static readonly ProblemKind ErasureNotFound = new(404, "erasure_not_found", "There is no such erasure.");
    public static readonly ProblemKind IdempotencyKeyReused = new(422, "idempotency_key_reused", "This Idempotency-Key came with another request before.");
    public static readonly ProblemKind RateLimited = new(429, "rate_limited", "Too many calls; try again later.");
    public static readonly ProblemKind TooManyPending = new(429, "too_many_pending", "Too many requests of this person are still unanswered.");
    public static readonly ProblemKind AgentFailed = new(502, "agent_failed", "The agent could not answer this request.");
    public static readonly ProblemKind Overloaded = new(503, "overloaded", "Too many calls wait for their answers already; try again later.");
    public static readonly ProblemKind BrokerUnavailable = new(503, "broker_unavailable", "The broker is away or did not confirm; try again.");
    public static readonly ProblemKind SlackNotConfigured = new(503, "slack_not_configured", "No signing secret is configured, so nothing from Slack can be believed.");
    public static readonly ProblemKind ResponseTimeout = new(504, "response_timeout", "The answer is not there yet. The request goes on and can be fetched.");
}
