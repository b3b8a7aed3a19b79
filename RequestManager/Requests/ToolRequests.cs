using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using RequestManager.Callers;
using RequestManager.Reference;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Requests;

/// <summary>The door for tools, such as a ticket system: <c>POST /api/v1/requests/tool</c>. A tool speaks for any person.</summary>
internal static class ToolRequests
{
    private const int MaxText = 255;
    private const string DefaultTrigger = "tool.notification";
    private const string CorrelationId = "correlation_id";

    public sealed record Body : RequestBody
    {
        /// <summary>Must be the one the key belongs to.</summary>
        [Required, StringLength(MaxText, MinimumLength = 1)]
        public string? ToolId { get; init; }

        /// <summary>What made the tool ask.</summary>
        [MaxLength(MaxText), DefaultValue(DefaultTrigger)]
        public string? TriggerEvent { get; init; }

        /// <summary>Which installation of the tool asks.</summary>
        [MaxLength(MaxText)]
        public string? ToolInstanceId { get; init; }

        /// <summary>What the tool knows; <c>target_agent_id</c> names the agent to answer.</summary>
        public JsonObject? ToolContext { get; init; }

        internal string? ContextText(string name) => TextIn(ToolContext, name);

        internal override void Check(FieldErrors errors)
        {
            base.Check(errors);
            errors.Required("tool_id", ToolId, MaxText);
            errors.Optional("trigger_event", TriggerEvent, MaxText);
            errors.Optional("tool_instance_id", ToolInstanceId, MaxText);
            errors.Optional("tool_context", ToolContext);
            CheckText(errors, ToolContext, ToolTargets.Member, $"tool_context.{ToolTargets.Member}");
            CheckText(errors, Metadata, ToolTargets.Member, $"metadata.{ToolTargets.Member}");
            CheckText(errors, Metadata, CorrelationId, $"metadata.{CorrelationId}");
        }
    }

    public static void MapToolRequests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/requests/tool", PostAsync).RequireAuthorization(CallersExtensions.Tools).Describes(RequestOperations.Tool);

    private static Task<IResult> PostAsync(Body body, ClaimsPrincipal principal, RequestIntake intake, ToolTargets targets, HttpContext http)
    {
        var caller = principal.ToCaller();
        var target = targets.Of(body);
        return intake.HandleAsync(
            body, caller, Normalize(body, target), http,
            refuse: () => targets.Refuse(target) ?? (body.ToolId == caller?.ToolId ? null : Problems.ToolIdMismatch.Result()));
    }

    private static NormalizedRequest Normalize(Body body, ToolTarget target) => new()
    {
        IntegrationType = IntegrationType.Tool,
        CorrelationId = body.MetadataText(CorrelationId),
        TargetAgentId = target.AgentId,
        IntegrationContext = Context.Of(
            ("platform", "tool"),
            ("tool_id", body.ToolId),
            ("tool_instance_id", body.ToolInstanceId),
            ("trigger_event", body.TriggerEvent ?? DefaultTrigger),
            ("tool_context", body.ToolContext?.DeepClone()),
            ("automated", true)),
    };
}
