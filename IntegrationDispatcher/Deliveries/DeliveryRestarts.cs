using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Has ended deliveries tried once more, under their ids. One that is under way again by now is left alone.</summary>
internal sealed partial class DeliveryRestarts(
    NpgsqlDataSource database, WakeUp wakeUp, IOptions<DeliveriesOptions> options, ILogger<DeliveryRestarts> logger)
{
    /// <summary>How many one replay takes at most, so that it is one statement of a bounded size.</summary>
    public const int MaxReplayed = 10_000;

    private const string Once = "status = 'RETRYING', max_attempts = d.attempts + 1, lost_leases = 0, updated_at = now()";

    private const string RestartSql = $"""
        update delivery_logs d set {Once}, next_attempt_at = now(), expires_at = now() + $2
        where id = $1 and next_attempt_at is null and attempts = $3
        """;

    // As they were seen: what another replay has had delivered meanwhile has made an attempt more. Where the next integration goes only when
    // the one before has not succeeded, whoever has got the message by another or may yet is not sent it again, and who has not by any is by
    // the first. A message that others of its session have overtaken keeps no order any more, and holds up none.
    private const string ReplaySql = $"""
        with matching as (
          select d.id, d.attempts, p.mode = '{DeliveriesOptions.ToFirstSuccess}'
            and row_number() over (partition by d.plan_id order by d.priority, d.id) > 1 as comes_later
          from delivery_logs d
          join delivery_plans p on p.id = d.plan_id
          left join lateral (
            select outcome, status_code from delivery_attempts a where a.delivery_log_id = d.id order by a.number desc limit 1) last on true
          where d.status in ('FAILED', 'EXPIRED') and d.created_at >= $1 and ($2 is null or d.created_at < $2)
            and ($3 is null or d.integration_type = $3)
            and ($4 is null or d.status = $4)
            and (case last.outcome
              when 'REFUSED' then 'REFUSED' when 'GONE' then 'GONE' when 'UNCERTAIN' then 'UNCERTAIN'
              when 'TRY_AGAIN' then case when last.status_code is null then 'UNREACHABLE' else 'TRANSIENT' end
              else 'UNTRIED' end) = any ($5)
            and not (p.mode = '{DeliveriesOptions.ToFirstSuccess}' and exists (
              select from delivery_logs other
              where other.plan_id = d.plan_id and (other.status = 'SUCCESS' or other.next_attempt_at is not null)))),
        chosen as (
          select id, attempts from matching where not comes_later),
        locked as (
          select d.id from delivery_logs d join chosen on chosen.id = d.id
          where d.next_attempt_at is null and d.attempts = chosen.attempts
          order by d.id limit $6
          for update of d skip locked),
        spread as (
          select id, now() + make_interval(secs => (row_number() over (order by id) - 1) / $7) as due_at from locked),
        restarted as (
          update delivery_logs d set {Once}, next_attempt_at = spread.due_at, expires_at = spread.due_at + $8,
            order_key = case when not exists (
              select from delivery_plans p join delivery_plans later on later.session_id = p.session_id and later.session_seq > p.session_seq
              where p.id = d.plan_id) then d.order_key end
          from spread where d.id = spread.id
          returning d.id)
        select (select count(*) from chosen), (select count(*) from restarted), now()
        """;

    private static readonly string[] _allButUncertain =
        [.. Enum.GetValues<ErrorClass>().Where(error => error != ErrorClass.Uncertain).Select(EnumText.Of)];

    /// <param name="attempts">How many it had made when somebody looked at it.</param>
    /// <returns>False when it has not ended, or was begun again since.</returns>
    public async Task<bool> RestartAsync(long id, int attempts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RestartSql);
        if (await command.With(id).With(options.Value.Expiry).With(attempts).ExecuteNonQueryAsync(cancellationToken) == 0) return false;
        wakeUp.Set();
        return true;
    }

    /// <summary>Spreads those that match over the time their rate asks for, oldest first.</summary>
    public async Task<ReplayResult> ReplayAsync(Replay replay, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReplaySql);
        command
            .With(replay.From!.Value).With(replay.To).With(replay.IntegrationType is { } type ? EnumText.Of(type) : null)
            .With(replay.Status is { } status ? EnumText.Of(status) : null)
            .With<string[]>(replay.ErrorClass is { } error ? [EnumText.Of(error)] : _allButUncertain)
            .With(replay.DryRun ? 0 : MaxReplayed).With((double)replay.Rate).With(options.Value.Expiry);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (matched, replayed) = (reader.GetInt64(0), reader.GetInt64(1));
        var count = replay.DryRun ? Math.Min(matched, MaxReplayed) : replayed;
        var lastAt = count == 0 ? (DateTimeOffset?)null : reader.GetFieldValue<DateTimeOffset>(2).AddSeconds((count - 1) / (double)replay.Rate);
        if (replayed > 0) wakeUp.Set();
        DeliveryTelemetry.CountReplayed((int)replayed);
        LogReplayed(logger, matched, replayed, replay.DryRun, replay.Rate, replay.IntegrationType, replay.Status, replay.ErrorClass, lastAt);
        return new(matched, replayed, replay.DryRun, lastAt);
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "deliveries.replayed {Matched} {Replayed} {DryRun} {Rate} {Integration} {Status} {ErrorClass} {LastAt}")]
    private static partial void LogReplayed(
        ILogger logger, long matched, long replayed, bool dryRun, int rate, IntegrationType? integration, DeliveryStatus? status, ErrorClass? errorClass,
        DateTimeOffset? lastAt);
}
