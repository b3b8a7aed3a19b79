using IntegrationDispatcher.Integrations.Slack;
using Npgsql;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Slack;

/// <summary>
/// Who a Slack user is to us: their e-mail where Slack tells it, else their Slack id. Decided once and stored, so that one person never
/// becomes two; while Slack cannot be asked for a passing reason, nobody decides.
/// </summary>
internal sealed class SlackPeople(NpgsqlDataSource database, SlackClient slack)
{
    private static readonly string[] _settled = ["user_not_found", "user_not_visible"];

    /// <summary>An address that another workspace vouches for is not believed: its administrators could make anybody anyone.</summary>
    public async Task<SlackAnswer<string>> UserIdOfAsync(string teamId, string slackUserId, CancellationToken cancellationToken)
    {
        if (await KnownAsync(teamId, slackUserId, cancellationToken) is { } known) return known;
        var answer = await slack.UserInfoAsync(slackUserId, cancellationToken);
        if (answer.Problem is { } problem && !_settled.Contains(problem.Code ?? "")) return problem; // whatever it is, it may be mended; a decision may not
        var email = answer.Value?.User is { IsStranger: false } user && (user.TeamId is null || user.TeamId == teamId) ? user.Profile?.Email : null;
        await StoreAsync(teamId, slackUserId, email is { Length: > 0 } && UserId.Allows(email) ? email : slackUserId, cancellationToken);
        return (await KnownAsync(teamId, slackUserId, cancellationToken))!; // another replica may have decided first
    }

    /// <returns>Null where nobody has decided yet.</returns>
    public async Task<string?> KnownAsync(string teamId, string slackUserId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select user_id from slack_people where team_id = $1 and slack_user_id = $2");
        return (string?)await command.With(teamId).With(slackUserId).ExecuteScalarAsync(cancellationToken);
    }

    private async Task StoreAsync(string teamId, string slackUserId, string userId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into slack_people (team_id, slack_user_id, user_id) values ($1, $2, $3) on conflict (team_id, slack_user_id) do nothing");
        await command.With(teamId).With(slackUserId).With(userId).ExecuteNonQueryAsync(cancellationToken);
    }
}
