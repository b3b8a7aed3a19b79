using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentService.Tools.Effects;
using Microsoft.Extensions.Options;

namespace AgentService.Tools;

/// <summary>Calls tools for flows and models: only those an agent may use, within their time, and what has an effect exactly once.</summary>
public sealed partial class ToolRunner
{
    // A name that no agent has may be anything, and as long as it likes.
    private const string Unknown = "unknown";

    private readonly ToolCatalog _catalog;
    private readonly ToolTime _time;
    private readonly EffectRunner _effects;
    private readonly TimeProvider _clock;
    private readonly ILogger<ToolRunner> _logger;

    public ToolRunner(ToolCatalog catalog, IToolJournal journal, IOptions<ToolsOptions> options, TimeProvider clock, ILogger<ToolRunner> logger)
    {
        _catalog = catalog;
        _time = new(options, clock);
        _effects = new(journal, _time);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Whether it changes something, or is not known.</summary>
    public bool HasEffect(string name) => _catalog.HasEffect(name);

    /// <summary>Whether a call with an effect was ever begun at that step, whatever became of it.</summary>
    public Task<bool> WasBegunAsync(Guid flowId, string step, CancellationToken cancellationToken) => _effects.WasBegunAsync(new(flowId, step), cancellationToken);

    /// <param name="allowed">The tools the agent may use.</param>
    /// <param name="flowId">The conversation the call belongs to.</param>
    /// <param name="step">Where in it: together they are the call's identity.</param>
    /// <param name="call">Its key is set here.</param>
    /// <returns>What came of it, now or when it was called before; null when there is nothing of the kind.</returns>
    /// <exception cref="ToolException">It did not work.</exception>
    public async Task<JsonObject?> RunAsync(
        IReadOnlyList<string> allowed, string name, Guid flowId, string step, ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(call);
        var tool = allowed.Contains(name) ? name : Unknown;
        using var activity = ToolTelemetry.Start(tool);
        var started = _clock.GetTimestamp();
        var outcome = ToolOutcome.Failed;
        try
        {
            (outcome, var result) = tool == name
                ? await RunAsync(name, flowId, step, call with { Key = ToolKey.Of(flowId, step) }, cancellationToken)
                : (ToolOutcome.Refused, null);
            return outcome == ToolOutcome.Refused ? throw new ToolException($"The agent has no tool {tool}.") { DidNothing = true } : result;
        }
        catch (ToolException e) when (outcome != ToolOutcome.Refused)
        {
            outcome = e.IsTooSoon ? ToolOutcome.TooSoon : e.Passes ? ToolOutcome.FailedForNow : ToolOutcome.Failed;
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = ToolOutcome.Cancelled;
            throw;
        }
        finally
        {
            var elapsed = _clock.GetElapsedTime(started);
            activity?.SetTag("outcome", outcome).SetStatus(outcome is ToolOutcome.Failed or ToolOutcome.FailedForNow ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            ToolTelemetry.Called(tool, outcome, elapsed);
            LogCalled(call.RequestId, call.SessionId, tool, flowId, step, outcome, elapsed.TotalMilliseconds);
        }
    }

    private async Task<(ToolOutcome, JsonObject?)> RunAsync(string name, Guid flowId, string step, ToolCall call, CancellationToken cancellationToken)
    {
        if (await _catalog.FindAsync(name, cancellationToken) is not { } tool) return (ToolOutcome.Refused, null);
        return HasEffect(name)
            ? await _effects.RunAsync(tool, new(flowId, step), call, cancellationToken)
            : (ToolOutcome.Called, await _time.CallAsync(tool, call, cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "tool.called {RequestId} {SessionId} {Tool} {FlowId} {Step} {Outcome} {ElapsedMs}")]
    private partial void LogCalled(Guid requestId, Guid sessionId, string tool, Guid flowId, string step, ToolOutcome outcome, double elapsedMs);
}
