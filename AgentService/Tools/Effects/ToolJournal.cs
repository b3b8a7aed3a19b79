using System.Text.Json.Nodes;
using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Effects;

/// <summary>The journal in <c>tool_calls</c>. Each statement is a commit of its own; the clock is the database's.</summary>
internal sealed class ToolJournal(NpgsqlDataSource database) : IToolJournal
{
    private const string Insert = """
        insert into tool_calls (flow_id, step, tool, request_id, session_id, started_at, open_until)
        values ($1, $2, $3, $4, $5, now(), now() + $6) on conflict do nothing returning attempt
        """;

    private const string Read = """
        select attempt, finished_at is not null, result, open_until > now(), now() - started_at from tool_calls where flow_id = $1 and step = $2
        """;

    private const string Take = """
        update tool_calls set attempt = attempt + 1, started_at = now(), open_until = now() + $4
        where flow_id = $1 and step = $2 and attempt = $3 and finished_at is null and open_until <= now()
        """;

    private const string Finish = """
        update tool_calls set finished_at = now(), result = $3 where flow_id = $1 and step = $2 and finished_at is null
        """;

    private const string End = """
        update tool_calls set open_until = now() where flow_id = $1 and step = $2 and attempt = $3 and finished_at is null
        """;

    private const string Forget = """
        delete from tool_calls where flow_id = $1 and step = $2 and attempt = 1 and finished_at is null
        """;

    public async Task<JournalEntry> BeginAsync(ToolCallId id, string tool, ToolCall asked, TimeSpan openFor, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var insert = Command(Insert, id).With(tool).With(asked.RequestId).With(asked.SessionId).With(openFor);
            if (await insert.ExecuteScalarAsync(cancellationToken) is int attempt) return new JournalEntry.Begun(attempt);
            if (await FindAsync(id, cancellationToken) is { } entry) return entry; // else forgotten in this very moment
        }
    }

    public async Task<bool> BeginAgainAsync(ToolCallId id, int attempt, TimeSpan openFor, CancellationToken cancellationToken)
    {
        await using var take = Command(Take, id).With(attempt).With(openFor);
        return await take.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task<JsonObject?> FinishAsync(ToolCallId id, JsonObject? result, CancellationToken cancellationToken)
    {
        await using var finish = Command(Finish, id).WithJson(result);
        await finish.ExecuteNonQueryAsync(cancellationToken);
        return await FindAsync(id, cancellationToken) is JournalEntry.Finished finished ? finished.Result : result;
    }

    public async Task EndAsync(ToolCallId id, int attempt, CancellationToken cancellationToken)
    {
        await using var end = Command(End, id).With(attempt);
        await end.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ForgetAsync(ToolCallId id, int attempt, CancellationToken cancellationToken)
    {
        if (attempt > 1)
        {
            await EndAsync(id, attempt, cancellationToken); // of the attempts before nobody knows
            return;
        }

        await using var forget = Command(Forget, id);
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<JournalEntry?> FindAsync(ToolCallId id, CancellationToken cancellationToken)
    {
        await using var read = Command(Read, id);
        await using var row = await read.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken)) return null;
        return row.GetBoolean(1)
            ? new JournalEntry.Finished(row.IsDBNull(2) ? null : JsonNode.Parse(row.GetString(2))!.AsObject())
            : new JournalEntry.Unfinished(row.GetInt32(0), row.GetBoolean(3), row.GetTimeSpan(4));
    }

    private NpgsqlCommand Command(string sql, ToolCallId id) => database.CreateCommand(sql).With(id.FlowId).With(id.Step);
}
