using System.Text;
using Npgsql;
using RequestManager.Storage;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.DeadLetters;

/// <summary>Keeps dead letters, each once however often it comes. One that comes again after a replay is open again.</summary>
internal sealed partial class DeadLetterStore(NpgsqlDataSource database, ILogger<DeadLetterStore> logger) : IDeadLetterReceiver
{
    private const int MaxNameBytes = 255; // what AMQP allows a message id, a type and a content type

    private const int MaxReason = DeadLetterRowConfiguration.MaxReason;

    private const string Store = """
        insert into dead_letters as known (letter_id, service, event_id, event_type, reason, content_type, headers, body, fingerprint)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (service, fingerprint) do update
        set event_type = excluded.event_type, reason = excluded.reason, content_type = excluded.content_type, headers = excluded.headers,
            body = excluded.body, times = known.times + 1, received_at = now(), replayed_at = null, discarded_at = null
        returning letter_id, times
        """;

    public async Task ReceiveAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        letter = letter with
        {
            EventId = Name(letter.EventId),
            EventType = Name(letter.EventType),
            ContentType = Name(letter.ContentType),
            Reason = Storable.Clean(letter.Reason.Length > MaxReason ? letter.Reason[..MaxReason] : letter.Reason),
        };
        await using var store = database.CreateCommand(Store);
        store.With(Guid.CreateVersion7().ToString()).With(letter.Service).With(letter.EventId).With(letter.EventType).With(letter.Reason)
            .With(letter.ContentType).WithJson(letter.Headers).With(letter.Body).With(DeadLetterFingerprint.Of(letter));
        await using var stored = await store.ExecuteReaderAsync(cancellationToken);
        await stored.ReadAsync(cancellationToken);
        LogStored(
            logger, stored.GetString(0), letter.Service, letter.EventType, letter.EventId, letter.Reason, stored.GetInt32(1), letter.Body.Length);
    }

    // A name that cannot be kept, or not be put on a message again, is of no use to anyone.
    private static string? Name(string? text) => text is not null && Storable.Text(text) && Encoding.UTF8.GetByteCount(text) <= MaxNameBytes ? text : null;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "dead_letter.stored {LetterId} of {Service}, {EventType} {EventId}, because {Reason}, {Times} times so far, {Size} bytes")]
    private static partial void LogStored(
        ILogger logger, string letterId, string service, string? eventType, string? eventId, string reason, int times, int size);
}
