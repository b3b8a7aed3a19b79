using System.Text;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Graphs;
using MimeKit;
using Npgsql;

namespace Faults.Accounting;

/// <summary>Reads the books: the database and the far sides.</summary>
internal static class Reading
{
    private const string Slack = "SLACK";

    // What run mode brings for everybody.
    private const string Everybodys = "TEST";

    // Slack sends an event once, and three times more.
    private const int SlackTries = 4;

    private const string Requests = """
        select r.request_id, r.session_id, r.session_seq, r.user_id, s.integration_type, r.request_content, r.status, r.response_content,
            r.created_at, r.completed_at
        from request_logs r join request_sessions s using (session_id)
        """;

    private const string Turns =
        "select request_id::text, session_id::text, session_seq, status from agent_turns order by completed_at, id";

    private const string Deliveries = """
        select request_id::text, integration_type, delivery_id::text, status,
            created_at, case when next_attempt_at is null then updated_at end, error_message
        from delivery_logs
        """;

    private const string InSlack = """
        select s.channel_id, s.thread_id, r.request_content from request_logs r join request_sessions s using (session_id)
        where s.integration_type = 'SLACK' order by r.session_seq
        """;

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
            row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
            Text(row, 7), Span(row, 8)));
        var mails = graph.Mail.Mails().Select(mail => new Effect("EMAIL", mail.Headers["X-Request-ID"] ?? "", IdOf(mail)));
        var completed = requests.Where(row => row.Status == "COMPLETED");
        return new(
            requests,
            await ReadAsync(graph, Turns, row => new Taken(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3))),
            await ReadAsync(graph, Deliveries, row => new Delivery(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Span(row, 4), Text(row, 6))),
            [.. graph.Webhooks.Received, .. mails],
            await ReadAsync(graph, Tickets, row => new Ticket(row.GetString(0), row.GetString(1), row.GetString(2))),
            await ReadAsync(graph, DeadLetters, row => new DeadLetter(
                row.GetString(0), Text(row, 1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)))),
            [.. completed.SelectMany(row => WaysOf(row, wanted), (row, way) => (row.RequestId, way))],
            await ConversationsAsync(graph),
            [.. (await graph.MentionsAsync()).Where(mention => mention.IsTaken).Select(mention => mention.Text)]);
    }

    /// <summary>What people said to the agent in Slack, with what Slack knows of it.</summary>
    public static async Task<IReadOnlyList<Mention>> MentionsAsync(this FaultGraph graph) =>
    [
        .. from sent in await graph.Workspace.EventsAsync()
        where (string?)sent["event"]!["type"] == "app_mention"
        let attempts = sent["attempts"]!.AsArray()
        let isTaken = attempts.Count > 0 && attempts[^1]!["problem"] is null
        select new Mention(((string)sent["event"]!["text"]!).Split(' ')[^1], isTaken, !isTaken && attempts.Count < SlackTries),
    ];

    private static async Task<List<Conversation>> ConversationsAsync(FaultGraph graph)
    {
        var conversations = new List<Conversation>();
        var said = await ReadAsync(graph, InSlack, row => (Channel: row.GetString(0), Ts: row.GetString(1), Text: row.GetString(2)));
        foreach (var thread in said.GroupBy(row => (row.Channel, row.Ts)))
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

    // Who asks in Slack is answered there.
    private static IEnumerable<string> WaysOf(Asked row, ILookup<string, string> wanted) =>
        row.Door == Slack ? [Slack] : wanted[row.Person].Append(Everybodys);

    private static string IdOf(MimeMessage mail) => (mail.MessageId ?? "").Split('@')[0];

    private static Span Span(NpgsqlDataReader row, int column) =>
        new(row.GetFieldValue<DateTimeOffset>(column), row.IsDBNull(column + 1) ? null : row.GetFieldValue<DateTimeOffset>(column + 1));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>Something said to the agent in Slack.</summary>
/// <param name="IsTaken">Whether Slack was told that we have it.</param>
/// <param name="ComesAgain">Whether Slack will send it once more.</param>
internal sealed record Mention(string Text, bool IsTaken, bool ComesAgain);
