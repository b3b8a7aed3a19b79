using System.Text.Json.Nodes;
using IntegrationDispatcher.Slack;

namespace IntegrationDispatcher.Storage;

/// <summary>Something Slack sent: the inbox of Slack, and the queue of what is to be done about it.</summary>
internal sealed class SlackEvent
{
    public long Id { get; set; }

    /// <summary>By which a repetition is known: Slack's event or trigger id.</summary>
    public required string EventKey { get; set; }

    public SlackEventKind Kind { get; set; }

    /// <summary>Its channel and thread: what has the same one is worked on in the order of arrival.</summary>
    public required string OrderKey { get; set; }

    public required JsonObject Payload { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Null once it is finished.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>How many attempts ended with a fault of our own.</summary>
    public int Faults { get; set; }

    /// <summary>What the person is told because nothing comes of it; null as long as something may.</summary>
    public string? Apology { get; set; }

    /// <summary>Until when one replica has it in hand; on the database's clock.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Raised by every claim; who holds an older one may no longer write.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>What became of it, or what it waits for; without content.</summary>
    public string? Result { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>Who a Slack user is to us. Decided once.</summary>
internal sealed class SlackPersonRow
{
    public required string TeamId { get; set; }

    public required string SlackUserId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>What a person says of an answer.</summary>
internal sealed class AnswerFeedback
{
    public required Guid RequestId { get; set; }

    public required string UserId { get; set; }

    public bool IsHelpful { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
