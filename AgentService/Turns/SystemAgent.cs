using AgentService.Agents;
using Npgsql;
using SelfServiceAgent.Contracts;

namespace AgentService.Turns;

/// <summary>Answers commands, under their number like every turn, without a language model. What a command does to the session is done already.</summary>
internal sealed class SystemAgent(NpgsqlDataSource database)
{
    private const string Cleared = "Session cleared. Starting fresh!";

    private const string SumTokens = """
        select coalesce(sum(input), 0), coalesce(sum(output), 0), coalesce(sum(calls), 0),
            coalesce(max(input), 0), coalesce(max(output), 0), coalesce(max(input + output), 0)
        from agent_turns cross join lateral (
            select (response->'tokens'->>'input')::bigint as input, (response->'tokens'->>'output')::bigint as output,
                (response->'tokens'->>'calls')::bigint as calls) used
        where session_id = $1 and session_seq < $2 and completed_at is not null
        """;

    public async Task<AgentAnswer> AnswerAsync(SessionCommand command, ClaimedTurn turn, CancellationToken cancellationToken) => new(
        AgentNames.System,
        command == SessionCommand.Reset ? Cleared : (await SumAsync(turn, cancellationToken)).ToString(),
        Metadata: null,
        RequiresFollowup: false,
        FollowupActions: [],
        TokenUsage.None,
        NextAgentId: null,
        ConversationContext: null);

    private async Task<TokenSummary> SumAsync(ClaimedTurn turn, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SumTokens);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = turn.SessionId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = turn.SessionSeq });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(
            (long)row.GetDecimal(0), (long)row.GetDecimal(1), (long)row.GetDecimal(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }
}
