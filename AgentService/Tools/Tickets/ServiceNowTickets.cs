using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace AgentService.Tools.Tickets;

/// <summary>
/// Keeps tickets in a table of ServiceNow, which takes the same record twice without a word. What a ticket is about stands in
/// <c>correlation_display</c>, its key in <c>correlation_id</c>.
/// </summary>
internal sealed class ServiceNowTickets(ServiceNowClient client, IOptions<TicketsOptions> options) : ITickets
{
    private const string People = "sys_user", Fields = "number,short_description";

    private readonly ServiceNowOptions _options = options.Value.ServiceNow;

    public bool RepeatsSafely => false;

    public TimeSpan? Timeout => _options.Timeout;

    public async Task<Ticket?> OpenAsync(NewTicket ticket, CancellationToken cancellationToken)
    {
        var person = await PersonAsync(ticket.UserId, cancellationToken);
        if (await FindOpenAsync(ticket.UserId, ticket.Kind, cancellationToken) is not null) return null;
        var created = await client.CreateAsync(_options.Table, new()
        {
            ["short_description"] = ticket.Summary,
            ["description"] = Description(ticket),
            [_options.PersonField] = person,
            ["correlation_id"] = ticket.CorrelationId,
            ["correlation_display"] = Display(ticket.Kind),
        }, cancellationToken);
        return TicketIn(created) ?? throw new ToolException("ServiceNow's answer has no number.");
    }

    public async Task<Ticket?> FindAsync(string correlationId, CancellationToken cancellationToken) =>
        await FirstAsync([("correlation_id", correlationId)], cancellationToken);

    public async Task<Ticket?> FindOpenAsync(string userId, TicketKind kind, CancellationToken cancellationToken) =>
        await FirstAsync([("active", "true"), ($"{_options.PersonField}.email", userId), ("correlation_display", Display(kind))], cancellationToken);

    private async Task<Ticket?> FirstAsync((string Field, string Value)[] conditions, CancellationToken cancellationToken) =>
        await client.QueryAsync(_options.Table, conditions, Fields, limit: 1, cancellationToken) is [var newest, ..]
            ? TicketIn(newest) ?? throw new ToolException("ServiceNow's answer has no number.") { Passes = true } : null;

    // Two of one address: whose ticket it would be, nobody could say.
    private async Task<string> PersonAsync(string userId, CancellationToken cancellationToken) =>
        await client.QueryAsync(People, [("email", userId), ("active", "true")], "sys_id", limit: 2, cancellationToken) is [var person] && TextIn(person, "sys_id") is { } id
            ? id : throw new ToolException("ServiceNow knows no such person, or several.") { DidNothing = true };

    private static string Display(TicketKind kind) => $"{kind.Category}: {kind.Subject}";

    private static string Description(NewTicket ticket) =>
        string.Join('\n', [ticket.Summary, "", Display(ticket.Kind), .. (ticket.Details ?? []).Select(detail => $"{detail.Key}: {detail.Value}")]);

    private static Ticket? TicketIn(JsonObject record) => TextIn(record, "number") is { } number ? new(number, TextIn(record, "short_description") ?? "") : null;

    private static string? TextIn(JsonObject record, string field) =>
        record[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
