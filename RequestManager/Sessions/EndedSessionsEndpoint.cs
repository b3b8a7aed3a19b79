using Npgsql;
using RequestManager.Callers;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Sessions;

/// <summary>Tells our own services which sessions can never go on, so that they may forget them.</summary>
internal static class EndedSessionsEndpoint
{
    private const string Ended = """
        select asked.session_id from unnest($1) as asked(session_id)
        where not exists (select from request_sessions s where s.session_id = asked.session_id and s.status = 'ACTIVE')
          and not exists (
            select from request_logs r where r.session_id = asked.session_id
              and (r.completed_at is null or r.next_publish_at is not null or r.next_forward_at is not null))
        """;

    public static void MapEndedSessions(this IEndpointRouteBuilder app) =>
        app.MapPost(EndedSessions.Path, TellAsync).RequireAuthorization(CallersExtensions.Admins).ExcludeFromDescription();

    private static async Task<IResult> TellAsync(EndedSessions asked, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Ended).WithColumn(asked.SessionIds ?? [], id => id.ToString());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken)) ended.Add(Guid.Parse(reader.GetString(0)));
        return TypedResults.Ok(ended);
    }
}
