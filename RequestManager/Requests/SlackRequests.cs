using System.Security.Claims;
using RequestManager.Callers;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>The door for Slack: <c>POST /api/v1/requests/slack</c>, where the dispatcher hands over what people wrote there.</summary>
internal static class SlackRequests
{
    private const char DirectMessages = 'D'; // the first letter of such a channel's id

    public sealed record Body : RequestBody
    {
        public string? ChannelId { get; init; }

        /// <summary>The message that began the thread, as Slack numbers messages.</summary>
        public string? ThreadId { get; init; }

        public string? SlackUserId { get; init; }

        public string? SlackTeamId { get; init; }

        internal bool IsDirectMessage => ChannelId?.StartsWith(DirectMessages) == true;

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Required("channel_id", ChannelId, 255);
            errors.Optional("thread_id", ThreadId, 255);
            errors.Required("slack_user_id", SlackUserId, 255);
            errors.Required("slack_team_id", SlackTeamId, 255);
        }
    }

    public static void MapSlackRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/slack", PostAsync).RequireAuthorization(CallersExtensions.Slack);

    private static Task<IResult> PostAsync(Body body, ClaimsPrincipal principal, RequestIntake intake, HttpContext http) =>
        intake.HandleAsync(body, principal.ToCaller(), Normalize(body), http);

    // In a direct message the conversation is the session, whatever threads people open in it; the answer goes to the thread all the same.
    private static NormalizedRequest Normalize(Body body) => new()
    {
        IntegrationType = IntegrationType.Slack,
        ChannelId = body.ChannelId,
        ThreadId = body.IsDirectMessage ? null : body.ThreadId,
        IntegrationContext = Context.Of(
            ("platform", "slack"),
            ("channel_id", body.ChannelId),
            ("thread_id", body.ThreadId),
            ("slack_user_id", body.SlackUserId),
            ("slack_team_id", body.SlackTeamId),
            ("channel_type", body.IsDirectMessage ? "dm" : "channel")),
    };
}
