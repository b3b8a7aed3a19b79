using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using RequestManager.Callers;
using RequestManager.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Requests;

/// <summary>The door for terminals: <c>POST /api/v1/requests/cli</c>.</summary>
internal static class CliRequests
{
    private const int MaxCliSessionId = 255;

    public sealed record Body : RequestBody
    {
        /// <summary>The terminal's own session.</summary>
        [MaxLength(MaxCliSessionId)]
        public string? CliSessionId { get; init; }

        /// <summary>What the terminal knows, such as <c>terminal</c> and <c>command</c>.</summary>
        public JsonObject? CommandContext { get; init; }

        internal string? Told(string name) => MetadataText(name) ?? TextIn(CommandContext, name);

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Optional("cli_session_id", CliSessionId, MaxCliSessionId);
            errors.Optional("command_context", CommandContext);
        }
    }

    public static void MapCliRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/cli", PostAsync).RequireAuthorization(CallersExtensions.People).Describes(RequestOperations.Cli);

    private static Task<IResult> PostAsync(Body body, ClaimsPrincipal principal, RequestIntake intake, HttpContext http) =>
        intake.HandleAsync(body, principal.ToCaller(), Normalize(body, http.Request), http);

    private static NormalizedRequest Normalize(Body body, HttpRequest call) => new()
    {
        IntegrationType = IntegrationType.Cli,
        Streams = RequestAnswers.AreToStream(call),
        IntegrationContext = Context.Of(
            ("platform", "cli"),
            ("cli_session_id", body.CliSessionId),
            ("terminal", body.Told("terminal")),
            ("command", body.Told("command")),
            ("command_context", body.CommandContext?.DeepClone())),
    };
}
