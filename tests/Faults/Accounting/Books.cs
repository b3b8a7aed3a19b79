namespace Faults.Accounting;

/// <summary>All that was written down inside and arrived outside, read once everything is quiet.</summary>
internal sealed record Books(
    IReadOnlyList<Asked> Requests,
    IReadOnlyList<Taken> Turns,
    IReadOnlyList<Delivery> Deliveries,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<Ticket> Tickets,
    IReadOnlyList<DeadLetter> DeadLetters,
    IReadOnlyList<Effect> Expected,
    IReadOnlyList<Conversation> Conversations,
    long SlackMessages);

/// <summary>A row of <c>request_logs</c>.</summary>
/// <param name="Key">Its <c>Idempotency-Key</c>.</param>
internal sealed record Asked(string RequestId, string SessionId, int Seq, string Person, string? Key, string Status, string? Answer);

/// <summary>A row of <c>agent_turns</c>, in order of completion.</summary>
internal sealed record Taken(string RequestId, string SessionId, int Seq, string Status, bool IsConfirmed);

/// <summary>A row of <c>delivery_logs</c>.</summary>
internal sealed record Delivery(string RequestId, string Integration, string Id, string Status);

/// <summary>A thread in Slack: what became a request, in the order of its session, and what is there to read.</summary>
internal sealed record Conversation(string Thread, IReadOnlyList<string> Asked, IReadOnlyList<string> Answered);

internal sealed record Ticket(string Person, string Subject, string Number);

/// <param name="Reason">Why it lies there; null when nobody said.</param>
internal sealed record DeadLetter(string Service, string? Reason, string Body);
