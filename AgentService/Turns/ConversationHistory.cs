using AgentService.Safety;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>
/// What was said in a session before a turn, for models that remember nothing. A session that was reset has ended, so nothing older comes along. Requests
/// are kept as they came: what a guard refused is left out here, and what it took out is taken out again.
/// </summary>
public sealed class ConversationHistory(NpgsqlDataSource database, IOptions<SafetyOptions> safety)
{
    private const int MaxTurns = 10;
    private const int MaxCharacters = 12_000;

    private const string Latest = """
        select request->>'content', response->>'content' from agent_turns
        where session_id = $1 and status = 'ANSWERED' and agent_id <> $4 and response->'metadata'->'guard'->>'blocked' is null
            and session_seq < (select session_seq from agent_turns where request_id = $2)
        order by session_seq desc limit $3
        """;

    /// <returns>The latest turns that were answered, oldest first, as many as fit.</returns>
    public async Task<IReadOnlyList<ChatMessage>> BeforeAsync(Guid sessionId, Guid requestId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Latest).With(sessionId).With(requestId).With(MaxTurns).With(AgentNames.System);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<ChatMessage>();
        var room = MaxCharacters;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (asked, answered) = (Redacted(reader.GetString(0)), Redacted(reader.GetString(1)));
            room -= asked.Length + answered.Length;
            if (room < 0) break;
            messages.Add(new(ChatRole.Assistant, answered));
            messages.Add(new(ChatRole.User, asked));
        }

        messages.Reverse();
        return messages;
    }

    private string Redacted(string text) => safety.Value.DangerousOff ? text : Redaction.Of(text).Text;
}
