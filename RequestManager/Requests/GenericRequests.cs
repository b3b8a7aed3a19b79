using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using RequestManager.Callers;
using RequestManager.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;
using Way = SelfServiceAgent.Contracts.IntegrationType;

namespace RequestManager.Requests;

/// <summary>The door for everything else: <c>POST /api/v1/requests/generic</c>, where the body says which way it came.</summary>
internal static class GenericRequests
{
    public sealed record Body : RequestBody
    {
        /// <summary>The way the person asked.</summary>
        [Required, AllowedValues(Way.Web, Way.Cli, Way.Teams, Way.Discord)]
        public IntegrationType? IntegrationType { get; init; }

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            if (IntegrationType is null) errors.Add("integration_type", "is required");
        }
    }

    public static void MapGenericRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/generic", PostAsync).RequireAuthorization(CallersExtensions.PeopleOrAnyone).Describes(RequestOperations.Generic);

    private static Task<IResult> PostAsync(Body body, ClaimsPrincipal principal, RequestIntake intake, HttpContext http) =>
        intake.HandleAsync(body, principal.ToCaller(), Normalize(body), http, refuse: () => Refuse(body.IntegrationType!.Value)?.Result());

    private static ProblemKind? Refuse(IntegrationType type) => type switch
    {
        IntegrationType.Web or IntegrationType.Cli or IntegrationType.Teams or IntegrationType.Discord => null,
        IntegrationType.Slack or IntegrationType.Tool => Problems.IntegrationTypeReserved,
        _ => Problems.IntegrationTypeNotAllowed,
    };

    private static NormalizedRequest Normalize(Body body) => new()
    {
        IntegrationType = body.IntegrationType ?? default,
        IntegrationContext = Context.Of(("platform", body.MetadataText("platform") ?? "generic")),
    };
}
