using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools;

/// <summary>Gives each call of a tool its time and no more.</summary>
internal sealed class ToolTime(IOptions<ToolsOptions> options, TimeProvider clock)
{
    public TimeSpan Of(ITool tool) => tool.Timeout ?? options.Value.Timeout;

    /// <exception cref="ToolException">It did not work, or not in time.</exception>
    public Task<JsonObject?> CallAsync(ITool tool, ToolCall call, CancellationToken cancellationToken) =>
        LimitAsync(tool, token => tool.CallAsync(call, token), cancellationToken);

    /// <exception cref="ToolException">It cannot be told, or not in time.</exception>
    public Task<JsonObject?> FindAsync(ITool tool, ToolCall call, CancellationToken cancellationToken) =>
        LimitAsync(tool, token => tool.FindAsync(call, token), cancellationToken);

    private async Task<JsonObject?> LimitAsync(ITool tool, Func<CancellationToken, Task<JsonObject?>> work, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(Of(tool), clock, cancellationToken);
        try
        {
            return await work(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsTimeUp && !cancellationToken.IsCancellationRequested)
        {
            throw new ToolException($"{tool.Name} did not answer in time.", e) { Passes = true };
        }
    }
}
