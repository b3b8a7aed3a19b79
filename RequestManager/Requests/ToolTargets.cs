using Microsoft.Extensions.Options;

namespace RequestManager.Requests;

/// <summary>Which agent a tool's request is for: the one it names, else the one configured for the tool, else whoever the session is with, or the router.</summary>
internal sealed class ToolTargets(IOptions<RequestOptions> options, KnownAgents agents)
{
    public const string Member = "target_agent_id";

    public ToolTarget Of(ToolRequests.Body body) =>
        body.ContextText(Member) is { } inContext ? new(inContext, $"tool_context.{Member}")
        : body.MetadataText(Member) is { } inMetadata ? new(inMetadata, $"metadata.{Member}")
        : new(options.Value.ToolAgents.GetValueOrDefault(body.ToolId ?? ""), null);

    /// <summary>
    /// Only what the caller named itself is refused. A configured agent that does not exist is no fault of the caller's: such a request is
    /// taken, and its turn fails, so that nobody is answered by an agent that was not meant to.
    /// </summary>
    /// <returns>Null when nothing is wrong, as far as is known.</returns>
    public IResult? Refuse(ToolTarget target) =>
        target is { AgentId: { } agent, Field: { } field } && agents.IsUnknown(agent)
            ? Problems.UnknownAgent.Result(new Dictionary<string, string[]> { [field] = ["names no agent there is"] })
            : null;
}

/// <param name="AgentId">Null: nobody in particular.</param>
/// <param name="Field">Where the request names it; null when the configuration does.</param>
internal sealed record ToolTarget(string? AgentId, string? Field);
