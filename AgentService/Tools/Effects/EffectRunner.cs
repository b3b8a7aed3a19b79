using System.Text.Json.Nodes;

namespace AgentService.Tools.Effects;

/// <summary>Calls a tool with an effect once for each flow and step, whoever dies in between. See docs/decisions/0012-effects-of-tools.md.</summary>
internal sealed class EffectRunner(IToolJournal journal, ToolTime time)
{
    // What a far side was sent may still work there for a while after we have given up on it.
    private const int TimeoutsUntilSettled = 2;

    // The call begins a moment after the row, and its clock is another.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _closingTime = TimeSpan.FromSeconds(1);

    public async Task<bool> WasBegunAsync(ToolCallId id, CancellationToken cancellationToken) => await journal.FindAsync(id, cancellationToken) is not null;

    public async Task<(ToolOutcome Outcome, JsonObject? Result)> RunAsync(ITool tool, ToolCallId id, ToolCall call, CancellationToken cancellationToken) =>
        await journal.BeginAsync(id, tool.Name, call, OpenFor(tool), cancellationToken) switch
        {
            JournalEntry.Finished finished => (ToolOutcome.Repeated, finished.Result),
            JournalEntry.Begun begun => (ToolOutcome.Called, await CallAsync(tool, id, begun.Attempt, call, cancellationToken)),
            JournalEntry.Unfinished unfinished => await ResolveAsync(tool, id, unfinished, call, cancellationToken),
            var other => throw new InvalidOperationException($"{other} is no state of a call."),
        };

    // The journal was read before the look-up: an attempt that was over then, and that the look-up does not find, has done nothing.
    private async Task<(ToolOutcome Outcome, JsonObject? Result)> ResolveAsync(
        ITool tool, ToolCallId id, JournalEntry.Unfinished earlier, ToolCall call, CancellationToken cancellationToken)
    {
        if (await time.FindAsync(tool, call, cancellationToken) is { } found) return (ToolOutcome.Found, await journal.FinishAsync(id, found, cancellationToken));
        var isSettled = tool.RepeatsSafely || earlier.Age > TimeoutsUntilSettled * time.Of(tool);
        if (earlier.IsOpen || !isSettled || !await journal.BeginAgainAsync(id, earlier.Attempt, OpenFor(tool), cancellationToken))
            throw new ToolException($"An earlier call of {tool.Name} may still be on its way.") { Passes = true, IsTooSoon = true };
        return (ToolOutcome.Called, await CallAsync(tool, id, earlier.Attempt + 1, call, cancellationToken));
    }

    private async Task<JsonObject?> CallAsync(ITool tool, ToolCallId id, int attempt, ToolCall call, CancellationToken cancellationToken)
    {
        JsonObject? result;
        try
        {
            result = await time.CallAsync(tool, call, cancellationToken);
        }
        catch (Exception e)
        {
            await CloseAsync(id, attempt, didNothing: e is ToolException { DidNothing: true });
            throw;
        }

        return await journal.FinishAsync(id, result, CancellationToken.None); // it is done, whoever's turn it is by now
    }

    private TimeSpan OpenFor(ITool tool) => time.Of(tool) + _margin;

    // Also when the turn is given up: whoever takes it over need not wait then. Where it fails, time does the same.
    private async Task CloseAsync(ToolCallId id, int attempt, bool didNothing)
    {
        using var limit = new CancellationTokenSource(_closingTime);
        try
        {
            await (didNothing ? journal.ForgetAsync(id, attempt, limit.Token) : journal.EndAsync(id, attempt, limit.Token));
        }
#pragma warning disable CA1031 // what went wrong with the call is what its caller must hear
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
