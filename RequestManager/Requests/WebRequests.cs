using System.Security.Claims;
using System.Text.Json.Nodes;
using RequestManager.Callers;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>The door for browsers: <c>POST /api/v1/requests/web</c>.</summary>
internal static class WebRequests
{
    public sealed record Body : RequestBody
    {
        /// <summary>At most 45 characters, the longest textual IPv6 address.</summary>
        public string? ClientIp { get; init; }

        public string? UserAgent { get; init; }

        /// <summary>A token of the web page's own session; never stored.</summary>
        public string? SessionToken { get; init; }

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Optional("client_ip", ClientIp, 45);
            errors.Optional("user_agent", UserAgent, 500);
            errors.Optional("session_token", SessionToken, 500);
        }
    }

    public static void MapWebRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/web", PostAsync).RequireAuthorization(CallersExtensions.People);

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
