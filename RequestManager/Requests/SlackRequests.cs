using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using RequestManager.Callers;
using RequestManager.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Requests;

/// <summary>The door for Slack: <c>POST /api/v1/requests/slack</c>, where the dispatcher hands over what people wrote there.</summary>
internal static class SlackRequests
{
    private const int MaxId = 255;
    private const char DirectMessages = 'D'; // the first letter of such a channel's id

    public sealed record Body : RequestBody
    {
        /// <summary>The channel it was written in; one that begins with D is a direct message.</summary>
        [Required, StringLength(MaxId, MinimumLength = 1)]
        public string? ChannelId { get; init; }

        /// <summary>The message that began the thread, as Slack numbers messages.</summary>
        [MaxLength(MaxId)]
        public string? ThreadId { get; init; }

        /// <summary>Who wrote it, by Slack's id.</summary>
        [Required, StringLength(MaxId, MinimumLength = 1)]
        public string? SlackUserId { get; init; }

        /// <summary>The workspace.</summary>
        [Required, StringLength(MaxId, MinimumLength = 1)]
        public string? SlackTeamId { get; init; }

        internal bool IsDirectMessage => ChannelId?.StartsWith(DirectMessages) == true;

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Required("channel_id", ChannelId, MaxId);
            errors.Optional("thread_id", ThreadId, MaxId);
            errors.Required("slack_user_id", SlackUserId, MaxId);
            errors.Required("slack_team_id", SlackTeamId, MaxId);
        }
    }

    public static void MapSlackRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/slack", PostAsync).RequireAuthorization(CallersExtensions.Slack).Describes(RequestOperations.Slack);

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
