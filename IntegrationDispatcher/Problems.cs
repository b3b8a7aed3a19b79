using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher;

/// <summary>The ways to fail that only this service has.</summary>
internal static class Problems
{
    public static readonly ProblemKind OverrideNotFound =
        new(StatusCodes.Status404NotFound, "override_not_found", "The person has no override for this integration.");
    public static readonly ProblemKind DefaultNotFound =
        new(StatusCodes.Status404NotFound, "default_not_found", "Nothing is stored for this integration; its built-in default holds.");
    public static readonly ProblemKind IntegrationNotUsable =
        new(StatusCodes.Status409Conflict, "integration_not_usable", "Nothing can be sent that way.");
    public static readonly ProblemKind IdempotencyKeyReused =
        new(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This Idempotency-Key came with another message before.");
    public static readonly ProblemKind RateLimited = new(StatusCodes.Status429TooManyRequests, "rate_limited", "Too many test messages; try again later.");
    public static readonly ProblemKind SlackNotConfigured = new(
        StatusCodes.Status503ServiceUnavailable, "slack_not_configured", "No signing secret is configured, so nothing from Slack can be believed.");
    public static readonly ProblemKind DeliveryNotFound = new(StatusCodes.Status404NotFound, "delivery_not_found", "There is no such delivery.");
    public static readonly ProblemKind RequestNotFound =
        new(StatusCodes.Status404NotFound, "request_not_found", "There is no such request, or no plan for its answer yet.");
    public static readonly ProblemKind DeliveryNotEnded = new(StatusCodes.Status409Conflict, "delivery_not_ended", "The delivery is still under way.");
}
