using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>What people say of answers; the last word of each person counts.</summary>
internal sealed class SlackFeedback(NpgsqlDataSource database)
{
    public async Task StoreAsync(Guid requestId, string userId, bool isHelpful, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            insert into answer_feedback (request_id, user_id, is_helpful) values ($1, $2, $3)
            on conflict (request_id, user_id) do update set is_helpful = excluded.is_helpful, updated_at = now()
            """);
        await command.With(requestId).With(userId).With(isHelpful).ExecuteNonQueryAsync(cancellationToken);
    }
}
