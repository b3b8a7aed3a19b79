using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Polly;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Requests;

/// <summary>
/// The agents there are, as AgentService last listed them. Asked for in the background, so that no call of a person ever waits for it; while
/// AgentService is away the last list stands.
/// </summary>
internal sealed partial class KnownAgents(
    IHttpClientFactory clients, ServiceKey serviceKey, IOptions<RequestOptions> options, ILogger<KnownAgents> logger)
    : SweeperService(TimeSpan.FromSeconds(10), logger)
{
    public const string ClientName = "agent-service-agents";

    private volatile FrozenSet<string>? _names;

    /// <summary>False as long as nobody could be asked.</summary>
    public bool IsUnknown(string agent) => _names is { } names && !names.Contains(agent);

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (await TryListAsync(cancellationToken) is not { } agents) return false;
        var names = agents.Select(agent => agent.Name).ToFrozenSet(StringComparer.Ordinal);
        if (_names is not null && names.SetEquals(_names)) return false;
        _names = names;
        foreach (var (tool, agent) in options.Value.ToolAgents.Where(entry => !names.Contains(entry.Value))) LogUnknown(logger, tool, agent);
        return false;
    }

    private async Task<AgentSummary[]?> TryListAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AgentSummary.Path);
        serviceKey.PutOn(request);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<AgentSummary[]>(WireJson.Options, cancellationToken);
        }
        catch (Exception e) when (TransientFaults.Is(e) || e is ExecutionRejectedException)
        {
            LogNotListed(logger, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "tool_agent.unknown {ToolId} {AgentId}: the agent configured for this tool does not exist; its requests fail")]
    private static partial void LogUnknown(ILogger logger, string toolId, string agentId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "agents.not_listed: {Reason}")]
    private static partial void LogNotListed(ILogger logger, string reason);
}
