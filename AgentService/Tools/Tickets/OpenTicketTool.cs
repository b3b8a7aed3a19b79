using System.Text.Json.Nodes;

namespace AgentService.Tools.Tickets;

/// <summary><c>tickets.open</c>: opens a ticket for the person.</summary>
internal sealed class OpenTicketTool(ITickets tickets) : ITool
{
    public string Name => "tickets.open";

    public string Description => "Opens a ticket for the person; nothing where one of that category and subject is open.";

    public JsonObject Parameters { get; } = TicketArguments.Schema("category", "subject", "summary");

    public bool HasEffect => true;

    public bool RepeatsSafely => tickets.RepeatsSafely;

    public TimeSpan? Timeout => tickets.Timeout;

    public async Task<JsonObject?> CallAsync(ToolCall asked, CancellationToken cancellationToken)
    {
        var ticket = new NewTicket(
            asked.UserId, TicketArguments.Kind(asked.Arguments), TicketArguments.Summary(asked.Arguments), asked.Arguments["details"] as JsonObject, asked.Key);
        return (await tickets.OpenAsync(ticket, cancellationToken))?.ToJson();
    }

    public async Task<JsonObject?> FindAsync(ToolCall asked, CancellationToken cancellationToken) =>
        (await tickets.FindAsync(asked.Key, cancellationToken))?.ToJson();
}
