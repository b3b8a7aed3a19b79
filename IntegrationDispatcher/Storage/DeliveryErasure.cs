using IntegrationDispatcher.Preferences;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Erasure;

namespace IntegrationDispatcher.Storage;

/// <summary>
/// Erases a person's messages and deliveries, then their overrides, ratings and who they are in Slack. Of a plan its ids and times stay, which
/// name nobody, so that an answer that comes again is not sent again.
/// </summary>
internal sealed class DeliveryErasure(NpgsqlDataSource database, PreferenceCache preferences) : IErasure
{
    private const int MaxBatch = 200;

    private const string OfPerson = """
        select id from delivery_plans
        where user_id = $1 and id > $2
          and (session_id = any($3) or (session_seq is null and created_at <= $4) or created_at < $5)
        order by id limit $6
        """;

    // Attempts go with their deliveries.
    private const string ErasePlans = """
        with old as (
          select p.id, p.request_id from delivery_plans p
          where p.id = any($1) and not exists (select from delivery_logs d where d.plan_id = p.id and d.next_attempt_at is not null)
          order by p.id for update skip locked),
        deliveries as (
          select d.id, d.plan_id, d.delivery_id, d.next_attempt_at
          from delivery_logs d where d.plan_id in (select id from old) order by d.id for update),
        ended as (
          select * from old
          where not exists (select from deliveries d where d.plan_id = old.id and d.next_attempt_at is not null)),
        theirs as (
          select d.id, d.delivery_id from deliveries d join ended on ended.id = d.plan_id),
        posts as (
          delete from slack_posts where delivery_id in (select delivery_id::uuid from theirs)),
        tests as (
          delete from test_deliveries where delivery_id in (select delivery_id from theirs)),
        feedback as (
          delete from answer_feedback where request_id in (select request_id from ended)),
        gone as (
          delete from delivery_logs where id in (select id from theirs))
        update delivery_plans p set user_id = '', content = '', subject = null, metadata = null, integration_context = null,
          decisions = '[]', body_hash = case when body_hash is not null then ''::bytea end, trace_parent = null, correlation_id = null,
          erased_at = now()
        from ended where p.id = ended.id
        """;

    // What is not here yet, though it was answered, is on its way; what came from Slack and is not handed over yet will be.
    private const string CountArriving = """
        select (
            select count(*) from unnest($1) as answered (id)
            where not exists (select from delivery_plans p where p.request_id = answered.id))
          + (select count(*) from slack_events e
             where e.next_attempt_at is not null and e.received_at <= $3 and exists (
               select from slack_people p where p.user_id = $2
                 and p.slack_user_id in (e.payload->'event'->>'user', e.payload->'user'->>'id', e.payload->>'user_id')))
        """;

    private static readonly string[] _rest =
    [
        "delete from user_integration_configs where user_id = $1 and updated_at <= $2",
        "delete from answer_feedback where user_id = $1 and updated_at <= $2",
        "delete from slack_people where user_id = $1 and created_at <= $2",
    ];

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public async Task<ErasedRows> EraseAsync(ErasePerson asked, CancellationToken cancellationToken)
    {
        var (rows, waiting) = (0, await CountArrivingAsync(asked, cancellationToken));
        var after = 0L;
        while (await OfPersonAsync(asked, after, cancellationToken) is { Length: > 0 } ids)
        {
            await using var erase = database.CreateCommand(ErasePlans).With(ids);
            var erased = await erase.ExecuteNonQueryAsync(cancellationToken);
            rows += erased;
            waiting += ids.Length - erased;
            after = ids[^1];
            await Task.Delay(_pause, cancellationToken);
        }

        if (waiting == 0) rows += await EraseRestAsync(asked, cancellationToken); // what is still delivered needs the settings
        return new(rows, waiting);
    }

    private async Task<int> CountArrivingAsync(ErasePerson asked, CancellationToken cancellationToken)
    {
        await using var count = database.CreateCommand(CountArriving)
            .WithColumn(asked.AnsweredIds, id => id).With(asked.UserId).With(asked.RequestedAt);
        return (int)(long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<long[]> OfPersonAsync(ErasePerson asked, long after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OfPerson)
            .With(asked.UserId).With(after).WithColumn(asked.SessionIds, id => id)
            .With(asked.RequestedAt).With(asked.ForgottenBefore).With(MaxBatch);
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await row.ReadAsync(cancellationToken)) ids.Add(row.GetInt64(0));
        return [.. ids];
    }

    private async Task<int> EraseRestAsync(ErasePerson asked, CancellationToken cancellationToken)
    {
        var rows = 0;
        foreach (var sql in _rest)
        {
            await using var erase = database.CreateCommand(sql).With(asked.UserId).With(asked.RequestedAt);
            rows += await erase.ExecuteNonQueryAsync(cancellationToken);
        }

        preferences.Forget();
        return rows;
    }
}
