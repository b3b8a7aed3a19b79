using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>Something that came from Slack and is to be worked on.</summary>
/// <param name="Key">By which a repetition is known: Slack's event or trigger id.</param>
/// <param name="OrderKey">Its channel and thread: what has the same one is worked on in the order of arrival.</param>
/// <param name="Payload">JSON, as it came.</param>
internal sealed record IncomingEvent(string Key, SlackEventKind Kind, string OrderKey, string Payload);

/// <summary>Takes in what Slack sends: once, and for good. The commit is what lets us say 200.</summary>
internal sealed class SlackInbox(NpgsqlDataSource database, SlackInboxRunner runner)
{
    private const string Insert = """
        insert into slack_events (event_key, kind, order_key, payload, next_attempt_at, attempts, lease_epoch)
        values ($1, $2, $3, $4::jsonb, now(), 0, 0)
        on conflict (event_key) do nothing
        """;

    /// <exception cref="NpgsqlException">The database is away; Slack hears 503 and tries again.</exception>
    public async Task PutAsync(IncomingEvent incoming, CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(Insert);
        await insert.With(incoming.Key).With(EnumText.Of(incoming.Kind)).With(incoming.OrderKey).With(incoming.Payload)
            .ExecuteNonQueryAsync(cancellationToken);
        runner.WakeUp.Set();
    }
}
