using System.Text.Json.Nodes;

namespace AgentService.Tools.Tickets;

/// <summary><c>tickets.find</c>: the person's open ticket of a kind, and nobody else's.</summary>
internal sealed class FindTicketTool(ITickets tickets) : ITool
{
    public string Name => "tickets.find";

    public string Description => "Finds the open ticket that the person has of a category and subject.";

    public JsonObject Parameters { get; } = TicketArguments.Schema("category", "subject");

    public bool HasEffect => false;

    public bool RepeatsSafely => true;

    public TimeSpan? Timeout => tickets.Timeout;

    public async Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken) =>
        (await tickets.FindOpenAsync(asked.UserId, TicketArguments.Kind(asked.Arguments), cancellationToken))?.ToJson();

    public Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);
}
