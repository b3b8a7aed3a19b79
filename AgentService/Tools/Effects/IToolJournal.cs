using System.Text.Json.Nodes;

namespace AgentService.Tools.Effects;

/// <summary>What is written down before and after each call with an effect, so that whoever comes to it again knows what became of it.</summary>
public interface IToolJournal
{
    /// <returns>Null when it was never begun, or certainly did nothing.</returns>
    Task<JournalEntry?> FindAsync(ToolCallId id, CancellationToken cancellationToken);

    /// <summary>Writes down that the call begins, unless that was done before.</summary>
    /// <param name="openFor">How long the call may be on its way.</param>
    Task<JournalEntry> BeginAsync(ToolCallId id, string tool, ToolCall asked, TimeSpan openFor, CancellationToken cancellationToken);

    /// <summary>Begins the call once more after an attempt that ended unknown.</summary>
    /// <param name="attempt">The latest attempt; when there was another since, nothing begins.</param>
    /// <returns>Whether it is ours to call now.</returns>
    Task<bool> BeginAgainAsync(ToolCallId id, int attempt, TimeSpan openFor, CancellationToken cancellationToken);

    /// <summary>Writes down what came of it.</summary>
    /// <returns>What stands there: an outcome written earlier stays.</returns>
    Task<JsonObject?> FinishAsync(ToolCallId id, JsonObject? result, CancellationToken cancellationToken);

    /// <summary>The attempt is over, and what came of it is not known.</summary>
    Task EndAsync(ToolCallId id, int attempt, CancellationToken cancellationToken);

    /// <summary>The attempt is over and did nothing: where it was the only one, it is as if it had never begun.</summary>
    Task ForgetAsync(ToolCallId id, int attempt, CancellationToken cancellationToken);
}

/// <summary>What is the same call, however often it is asked for.</summary>
public sealed record ToolCallId(Guid FlowId, string Step);

/// <summary>What the journal knows of a call.</summary>
public abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    /// <summary>It begins now, and is ours to make.</summary>
    public sealed record Begun(int Attempt) : JournalEntry;

    public sealed record Finished(JsonObject? Result) : JournalEntry;

    /// <summary>It was begun before, and nobody has written down what came of it.</summary>
    /// <param name="IsOpen">Whether somebody may be calling at this moment.</param>
    /// <param name="Age">How long ago the latest attempt began, by the database's clock.</param>
    public sealed record Unfinished(int Attempt, bool IsOpen, TimeSpan Age) : JournalEntry;
}
