using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Tickets;

/// <summary>Keeps tickets in the table <c>tickets</c>.</summary>
internal sealed class BuiltInTickets(NpgsqlDataSource database) : ITickets
{
    // Asked before it is inserted: an insert that meets a conflict has used up a number. Nobody means another by writing a name in another case.
    private const string Open = """
        insert into tickets (correlation_id, user_id, category, subject, summary, details)
        select $1, $2, $3, $4, $5, $6
        where not exists (select from tickets where correlation_id = $1)
          and not exists (select from tickets where lower(user_id) = lower($2) and category = $3 and lower(subject) = lower($4) and closed_at is null)
        on conflict do nothing
        """;

    private const string FindByCorrelation = "select number, summary from tickets where correlation_id = $1";

    private const string FindOpen = """
        select number, summary from tickets where lower(user_id) = lower($1) and category = $2 and lower(subject) = lower($3) and closed_at is null
        """;

    public bool RepeatsSafely => true;

    public TimeSpan? Timeout => null;

    public async Task<Ticket?> OpenAsync(NewTicket ticket, CancellationToken cancellationToken)
    {
        await using var open = database.CreateCommand(Open);
        open.With(Storable.Clean(ticket.CorrelationId)).With(Storable.Clean(ticket.UserId)).With(Storable.Clean(ticket.Kind.Category)).With(Storable.Clean(ticket.Kind.Subject))
            .With(Storable.Clean(ticket.Summary)).WithJson(Storable.Json(ticket.Details) ? ticket.Details : null);
        await open.ExecuteNonQueryAsync(cancellationToken);
        if (await FindAsync(ticket.CorrelationId, cancellationToken) is { } opened) return opened;
        return await FindOpenAsync(ticket.UserId, ticket.Kind, cancellationToken) is not null
            ? null : throw new ToolException("The other one was closed in this moment.") { Passes = true };
    }

    public async Task<Ticket?> FindAsync(string correlationId, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(FindByCorrelation).With(Storable.Clean(correlationId));
        return await ReadAsync(find, cancellationToken);
    }

    public async Task<Ticket?> FindOpenAsync(string userId, TicketKind kind, CancellationToken cancellationToken)
    {
        await using var find = database.CreateCommand(FindOpen).With(Storable.Clean(userId)).With(Storable.Clean(kind.Category)).With(Storable.Clean(kind.Subject));
        return await ReadAsync(find, cancellationToken);
    }

    private static async Task<Ticket?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new(row.GetString(0), row.GetString(1)) : null;
    }
}
