using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using RequestManager.Callers;
using RequestManager.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Requests;

/// <summary>The door for browsers: <c>POST /api/v1/requests/web</c>.</summary>
internal static class WebRequests
{
    private const int MaxClientIp = 45; // the longest textual IPv6 address
    private const int MaxText = 500;

    public sealed record Body : RequestBody
    {
        /// <summary>The address the person's browser came from.</summary>
        [MaxLength(MaxClientIp)]
        public string? ClientIp { get; init; }

        /// <summary>The browser's own <c>User-Agent</c>.</summary>
        [MaxLength(MaxText)]
        public string? UserAgent { get; init; }

        /// <summary>A token of the web page's own session; never stored.</summary>
        [MaxLength(MaxText)]
        public string? SessionToken { get; init; }

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Optional("client_ip", ClientIp, MaxClientIp);
            errors.Optional("user_agent", UserAgent, MaxText);
            errors.Optional("session_token", SessionToken, MaxText);
        }
    }

    public static void MapWebRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/web", PostAsync).RequireAuthorization(CallersExtensions.People).Describes(RequestOperations.Web);

    private static Task<IResult> PostAsync(Body body, ClaimsPrincipal principal, RequestIntake intake, HttpContext http) =>
        intake.HandleAsync(body, principal.ToCaller(), Normalize(body, http.Request), http);

    private static NormalizedRequest Normalize(Body body, HttpRequest call) => new()
    {
        IntegrationType = IntegrationType.Web,
        Streams = RequestAnswers.AreToStream(call),
        IntegrationContext = ContextOf(body, body.UserAgent is { } sent ? UserAgent.Parse(sent) : null),
    };

    private static JsonObject ContextOf(Body body, UserAgent? agent) => Context.Of(
        ("platform", "web"),
        ("client_ip", body.ClientIp),
        ("user_agent", body.UserAgent),
        ("browser", agent?.Browser),
        ("operating_system", agent?.OperatingSystem),
        ("mobile", agent?.IsMobile));
}
