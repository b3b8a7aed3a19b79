namespace SelfServiceAgent.EventBus;

/// <summary>One CloudEvents 1.0 event with our extension attributes, typed.</summary>
/// <param name="Id">Derived from the row the event tells of, so that an event published again has the same id.</param>
/// <param name="Source">The service that made it, one of <see cref="Contracts.ServiceNames"/>.</param>
/// <param name="Type">One of <see cref="Contracts.EventTypes"/>.</param>
/// <param name="Subject">The request id.</param>
public sealed record Envelope<TData>(string Id, string Source, string Type, DateTimeOffset Time, string Subject, TData Data)
{
    public string? UserId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The request's number in its session, from 1; the order in which a session is answered.</summary>
    public int? SessionSeq { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The RequestManager replica that holds the caller's connection; it is woken first.</summary>
    public string? ReplyTo { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>The id of the event that led to this one.</summary>
    public string? CausationId { get; init; }

    /// <summary>W3C Trace Context of whoever made the event (CloudEvents extension <c>traceparent</c>).</summary>
    public string? TraceParent { get; init; }
}
