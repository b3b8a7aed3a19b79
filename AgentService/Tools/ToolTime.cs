using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace AgentService.Tools;

/// <summary>Gives each call of a tool its time and no more.</summary>
internal sealed class ToolTime(IOptions<ToolsOptions> options, TimeProvider clock)
{
    public TimeSpan Of(ITool tool) => tool.Timeout ?? options.Value.Timeout;

    /// <exception cref="ToolException">It did not work, or not in time.</exception>
    public Task<JsonObject?> CallAsync(ITool tool, ToolCall call, CancellationToken cancellationToken) =>
        LimitAsync(tool, limit => tool.CallAsync(call, limit), cancellationToken);

    /// <exception cref="ToolException">It cannot be told, or not in time.</exception>
    public Task<JsonObject?> FindAsync(ITool tool, ToolCall call, CancellationToken cancellationToken) =>
        LimitAsync(tool, limit => tool.FindAsync(call, limit), cancellationToken);

    private async Task<JsonObject?> LimitAsync(ITool tool, Func<CancellationToken, Task<JsonObject?>> work, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(Of(tool), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await work(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ToolException($"{tool.Name} did not answer in time.", e) { Passes = true };
        }
    }
}
