using System.Globalization;

namespace ItServicesMcp;

internal sealed record Ticket(string Number, string UserId, string Category, string Subject, string Summary);

/// <summary>The tickets of this process. A key that comes again means the ticket it meant before.</summary>
internal sealed class Tickets
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, Ticket Ticket)> _all = [];

    public Ticket Open(string key, string userId, string category, string subject, string summary)
    {
        lock (_lock)
        {
            if (FindLast(entry => entry.Key == key) is { } earlier) return earlier;
            var ticket = new Ticket(string.Create(CultureInfo.InvariantCulture, $"REQ{_all.Count + 1:0000000}"), userId, category, subject, summary);
            _all.Add((key, ticket));
            return ticket;
        }
    }

    public Ticket? Find(string userId, string key)
    {
        lock (_lock) return FindLast(entry => entry.Key == key && entry.Ticket.UserId == userId);
    }

    public Ticket? Find(string userId, string category, string subject)
    {
        lock (_lock) return FindLast(entry => (entry.Ticket.UserId, entry.Ticket.Category, entry.Ticket.Subject) == (userId, category, subject));
    }

    private Ticket? FindLast(Predicate<(string Key, Ticket Ticket)> isIt) => _all.FindLast(isIt).Ticket;
}
