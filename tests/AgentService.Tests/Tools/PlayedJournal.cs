using System.Text.Json.Nodes;
using AgentService.Tools;
using AgentService.Tools.Effects;

namespace AgentService.Tests.Tools;

/// <summary>A journal in memory, for tests that are about something else.</summary>
internal sealed class PlayedJournal : IToolJournal
{
    private readonly Dictionary<ToolCallId, JsonObject?> _finished = [];
    private readonly HashSet<ToolCallId> _begun = [];

    public Task<JournalEntry?> FindAsync(ToolCallId id, CancellationToken cancellationToken) => Task.FromResult<JournalEntry?>(
        _finished.TryGetValue(id, out var result) ? new JournalEntry.Finished(result) : _begun.Contains(id) ? new JournalEntry.Unfinished(1, IsOpen: false, TimeSpan.Zero) : null);

    public Task<JournalEntry> BeginAsync(ToolCallId id, string tool, ToolCall asked, TimeSpan openFor, CancellationToken cancellationToken) =>
        Task.FromResult<JournalEntry>(_finished.TryGetValue(id, out var result) ? new JournalEntry.Finished(result)
            : _begun.Add(id) ? new JournalEntry.Begun(1) : new JournalEntry.Unfinished(1, IsOpen: false, TimeSpan.Zero));

    public Task<bool> BeginAgainAsync(ToolCallId id, int attempt, TimeSpan openFor, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<JsonObject?> FinishAsync(ToolCallId id, JsonObject? result, CancellationToken cancellationToken) => Task.FromResult(_finished[id] = result);

    public Task EndAsync(ToolCallId id, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetAsync(ToolCallId id, int attempt, CancellationToken cancellationToken) => Task.FromResult(_begun.Remove(id));
}
