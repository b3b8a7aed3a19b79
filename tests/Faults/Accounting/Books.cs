namespace Faults.Accounting;

/// <summary>All that was written down inside and arrived outside, read once everything is quiet.</summary>
/// <param name="Expected">What must go out, by whatever is promised to whom.</param>
/// <param name="TakenFromSlack">What Slack was told that we have.</param>
internal sealed record Books(
    IReadOnlyList<Asked> Requests,
    IReadOnlyList<Taken> Turns,
    IReadOnlyList<Delivery> Deliveries,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<Ticket> Tickets,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<(string RequestId, string Integration)> Expected,
    IReadOnlyList<Conversation> Conversations,
    IReadOnlyList<string> TakenFromSlack);

/// <summary>A row of <c>request_logs</c>.</summary>
/// <param name="Door">The integration it came in by.</param>
internal sealed record Asked(
    string RequestId, string SessionId, int Seq, string Person, string Door, string Content, string Status, string? Answer, Span Span);

/// <summary>A row of <c>agent_turns</c>, in order of completion.</summary>
internal sealed record Taken(string RequestId, string SessionId, int Seq, string Status);

/// <summary>A row of <c>delivery_logs</c>.</summary>
internal sealed record Delivery(string RequestId, string Integration, string Id, string Status, Span Span, string? Error = null);

/// <summary>From when to when something was open.</summary>
/// <param name="To">Null while it is.</param>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset? To);

/// <summary>A thread in Slack: what became a request, in the order of its session, and what is there to read.</summary>
internal sealed record Conversation(string Thread, IReadOnlyList<string> Asked, IReadOnlyList<string> Answered);

internal sealed record Ticket(string Person, string Subject, string Number);

/// <param name="Reason">Why it lies there; null when nobody said.</param>
internal sealed record DeadLetter(string Service, string? Reason, string Body);
