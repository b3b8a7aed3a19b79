using System.Text.Json.Nodes;

namespace AgentService.Tools.Tickets;

/// <summary>Where tickets are kept. It tries once and says what came of it.</summary>
internal interface ITickets
{
    /// <summary>Whether opening again with the same correlation id gives the same ticket.</summary>
    bool RepeatsSafely { get; }

    /// <summary>How long one call may take; null for the default.</summary>
    TimeSpan? Timeout { get; }

    /// <returns>The ticket; null where the person has one of that kind open already, so that no other is opened.</returns>
    /// <exception cref="ToolException">There is no ticket, or nobody knows.</exception>
    Task<Ticket?> OpenAsync(NewTicket ticket, CancellationToken cancellationToken);

    /// <returns>Null when no ticket was opened with it.</returns>
    /// <exception cref="ToolException">It cannot be told.</exception>
    Task<Ticket?> FindAsync(string correlationId, CancellationToken cancellationToken);

    /// <returns>The person's open ticket of that kind; null when there is none.</returns>
    /// <exception cref="ToolException">It cannot be told.</exception>
    Task<Ticket?> FindOpenAsync(string userId, TicketKind kind, CancellationToken cancellationToken);
}

/// <summary>What a ticket is about.</summary>
/// <param name="Category">Of which process: <c>laptop_refresh</c>.</param>
/// <param name="Subject">Of which thing: a serial number, the name of a program.</param>
internal sealed record TicketKind(string Category, string Subject);

/// <param name="CorrelationId">Whoever opens with the same one means the same ticket.</param>
internal sealed record NewTicket(string UserId, TicketKind Kind, string Summary, JsonObject? Details, string CorrelationId);

/// <param name="Number">What people call it: <c>REQ0000001</c>.</param>
internal sealed record Ticket(string Number, string Summary)
{
    public JsonObject ToJson() => new() { ["number"] = Number, ["summary"] = Summary };
}
