using System.Text;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Graphs;
using Npgsql;

namespace Faults.Accounting;

/// <summary>Reads the books: the database and the far sides.</summary>
internal static class Reading
{
    private const string Requests = "select request_id, session_id, session_seq, user_id, idempotency_key, status, response_content from request_logs";
    private const string Turns = "select request_id::text, session_id::text, session_seq, status, response_confirmed_at is not null from agent_turns order by completed_at, id";
    private const string Deliveries = "select request_id::text, integration_type, delivery_id::text, status from delivery_logs";
    private const string InSlack = """
        select s.channel_id, s.thread_id, r.request_content from request_logs r join request_sessions s using (session_id)
        where s.integration_type = 'SLACK' order by r.session_seq
        """;

    private const string SlackMessages = "select count(*) from slack_events where kind = 'MESSAGE'";

    private const string DeadLetters = "select service, reason, body from dead_letters";

    private const string Tickets = "select user_id, subject, number from tickets";

    // Whatever still waits for something.
    private const string Open = """
        select (select count(*) from request_logs where completed_at is null)
            + (select count(*) from agent_turns where completed_at is null or response_confirmed_at is null)
            + (select count(*) from delivery_logs where status in ('PENDING', 'RETRYING'))
            + (select count(*) from slack_events where finished_at is null)
        """;

    public static async Task<long> OpenAsync(this FaultGraph graph) => (await ReadAsync(graph, Open, row => row.GetInt64(0)))[0];

    public static async Task<Books> BooksAsync(this FaultGraph graph, ILookup<string, string> wanted)
    {
        var requests = await ReadAsync(graph, Requests, row => new Asked(
            row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), Text(row, 4), row.GetString(5), Text(row, 6)));
        return new(
            requests,
            await ReadAsync(graph, Turns, row => new Taken(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetBoolean(4))),
            await ReadAsync(graph, Deliveries, row => new Delivery(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))),
            [.. graph.Webhooks.Received, .. graph.Mail.Mails().Select(mail => new Effect("EMAIL", mail.Headers["X-Request-ID"] ?? "", mail.MessageId ?? ""))],
            await ReadAsync(graph, Tickets, row => new Ticket(row.GetString(0), row.GetString(1), row.GetString(2))),
            await ReadAsync(graph, DeadLetters, row => new DeadLetter(row.GetString(0), Text(row, 1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)))),
            [.. requests.Where(row => row.Status == "COMPLETED").SelectMany(row => wanted[row.Person].Select(integration => new Effect(integration, row.RequestId, "")))],
            await ConversationsAsync(graph),
            (await ReadAsync(graph, SlackMessages, row => row.GetInt64(0)))[0]);
    }

    private static async Task<List<Conversation>> ConversationsAsync(FaultGraph graph)
    {
        var conversations = new List<Conversation>();
        foreach (var thread in (await ReadAsync(graph, InSlack, row => (Channel: row.GetString(0), Ts: row.GetString(1), Text: row.GetString(2)))).GroupBy(row => (row.Channel, row.Ts)))
        {
            var answers = await graph.Workspace.AnswersAsync(thread.Key.Channel, thread.Key.Ts);
            conversations.Add(new(thread.Key.Ts, [.. thread.Select(row => row.Text)], [.. answers.Select(answer => answer.Text)]));
        }

        return conversations;
    }

    private static async Task<List<T>> ReadAsync<T>(FaultGraph graph, string sql, Func<NpgsqlDataReader, T> map)
    {
        var address = await graph.App.GetConnectionStringAsync(Graph.Database);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await row.ReadAsync()) found.Add(map(row));
        return found;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
