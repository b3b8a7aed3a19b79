using System.Linq.Expressions;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using RequestManager.Storage;

namespace RequestManager.DeadLetters;

/// <summary>A dead letter as administrators see it. What was in it may be people's words, so only one alone shows that.</summary>
/// <param name="Service">Whose queue it was in.</param>
/// <param name="EventId">Null when it tells none.</param>
/// <param name="EventType">Null when it tells none.</param>
/// <param name="Reason">Why it was put aside, as the log has it.</param>
/// <param name="Explanation">The same in plain words, with what to do.</param>
/// <param name="Times">How often it was put aside.</param>
/// <param name="ReceivedAt">When it was put aside the last time.</param>
/// <param name="ReplayedAt">Null again when it comes back.</param>
/// <param name="Size">Bytes of its body.</param>
internal sealed record DeadLetterBody(
    Guid Id,
    string Service,
    string? EventId,
    string? EventType,
    string Reason,
    string Explanation,
    int Times,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ReplayedAt,
    DateTimeOffset? DiscardedAt,
    int Size)
{
    /// <summary>Of a row in the database; its body is not fetched.</summary>
    public static Expression<Func<DeadLetterRow, DeadLetterBody>> Of { get; } = row => new(
        row.LetterId, row.Service, row.EventId, row.EventType, row.Reason,
        DeadLetters.Explanation.Of(row.Service, row.Reason, row.Times, row.ReplayedAt, row.DiscardedAt),
        row.Times, row.FirstSeenAt, row.ReceivedAt, row.ReplayedAt, row.DiscardedAt, row.Body.Length);

    private static readonly Func<DeadLetterRow, DeadLetterBody> _ofRow = Of.Compile();

    /// <summary>Left out where dead letters are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentType { get; init; }

    /// <summary>Its headers; left out where dead letters are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Headers { get; init; }

    /// <summary>What was in it; left out where dead letters are listed, and where it is no UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>What was in it where that is no UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BodyBase64 { get; init; }

    public static DeadLetterBody Whole(DeadLetterRow row)
    {
        var isText = Utf8.IsValid(row.Body);
        return _ofRow(row) with
        {
            ContentType = row.ContentType,
            Headers = JsonNode.Parse(row.Headers)!.AsObject(),
            Body = isText ? Encoding.UTF8.GetString(row.Body) : null,
            BodyBase64 = isText ? null : Convert.ToBase64String(row.Body),
        };
    }
}
