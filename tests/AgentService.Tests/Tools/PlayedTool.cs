using System.Text.Json.Nodes;
using AgentService.Tools;

namespace AgentService.Tests.Tools;

/// <summary>A tool that does as a test says, and counts.</summary>
internal sealed class PlayedTool : ITool
{
    private int _calls, _atOnce, _mostAtOnce;

    public string Name => "played.tool";

    public string Description => "";

    public JsonObject Parameters => [];

    public bool HasEffect { get; init; } = true;

    public bool RepeatsSafely { get; init; }

    public TimeSpan? Timeout { get; init; }

    public Func<ToolCall, CancellationToken, Task<JsonObject?>> OnCall { get; set; } = (_, _) => Task.FromResult<JsonObject?>(new() { ["number"] = "1" });

    public Func<ToolCall, JsonObject?> OnFind { get; set; } = _ => null;

    public int Calls => _calls;

    public int MostAtOnce => _mostAtOnce;

    public async Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        _mostAtOnce = Math.Max(_mostAtOnce, Interlocked.Increment(ref _atOnce));
        try
        {
            return await OnCall(asked, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    public Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) => Task.FromResult(OnFind(asked));
}
