using Microsoft.Extensions.Options;
using RequestManager.Requests;
using SelfServiceAgent.ServiceDefaults.Retention;

namespace RequestManager.Storage;

/// <summary>Section <c>Retention</c>: how long what is over is kept.</summary>
public sealed class RequestRetentionOptions : RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>How long a request is kept after its answer, a session after its end, a dead letter after its decision, and that a person was erased; zero for ever.</summary>
    [KeptFor]
    public TimeSpan Requests { get; set; } = TimeSpan.FromDays(90);
}

[OptionsValidator]
internal sealed partial class RequestRetentionOptionsValidator : IValidateOptions<RequestRetentionOptions>;

/// <summary>A request's row is what its <c>Idempotency-Key</c> is remembered by.</summary>
internal sealed class IdempotencyOutlived(IOptions<RequestOptions> requests) : IValidateOptions<RequestRetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RequestRetentionOptions options) =>
        options.Requests == TimeSpan.Zero || options.Requests >= requests.Value.IdempotencyLifetime
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{RequestRetentionOptions.Section}:{nameof(options.Requests)} must not be shorter than "
                + $"{RequestOptions.Section}:{nameof(RequestOptions.IdempotencyLifetime)}.");
}

/// <summary>
/// What RequestManager forgets: answered requests that nobody is to be told of any more, then ended sessions that have none left, dead
/// letters that are decided, and that somebody was erased.
/// </summary>
internal static class RequestRetention
{
    private const string OldRequests = """
        select id, null::uuid from (select id, created_at from request_logs where id > $1 order by id limit $3) next
        where created_at < now() - $2 order by id
        """;

    private const string DeleteRequests = """
        delete from request_logs r using (
            select id from request_logs
            where id = any($1) and completed_at < now() - $2 and next_publish_at is null and next_forward_at is null
            order by id for update skip locked) old
        where r.id = old.id
        """;

    private const string OldSessions = """
        select id, null::uuid from (select id, created_at from request_sessions where id > $1 order by id limit $3) next
        where created_at < now() - $2 order by id
        """;

    private const string DeleteSessions = """
        delete from request_sessions s using (
            select id from request_sessions ended
            where id = any($1) and status <> 'ACTIVE' and updated_at < now() - $2
              and not exists (select from request_logs r where r.session_id = ended.session_id)
            order by id for update skip locked) old
        where s.id = old.id
        """;

    private const string OldDeadLetters = """
        select id, null::uuid from dead_letters where id > $1 and greatest(replayed_at, discarded_at) < now() - $2 order by id limit $3
        """;

    private const string DeleteDeadLetters = "delete from dead_letters where id = any($1) and greatest(replayed_at, discarded_at) < now() - $2";

    private const string OldErasures = "select id, null::uuid from erasures where id > $1 and completed_at < now() - $2 order by id limit $3";

    private const string DeleteErasures = "delete from erasures where id = any($1) and completed_at < now() - $2";

    public static void AddRequestRetention(this IHostApplicationBuilder builder)
    {
        builder.AddRetention<RequestRetentionOptions, RequestRetentionOptionsValidator>(
            RequestRetentionOptions.Section,
            options =>
            [
                new("requests", options.Requests, OldRequests, DeleteRequests),
                new("sessions", options.Requests, OldSessions, DeleteSessions),
                new("dead_letters", options.Requests, OldDeadLetters, DeleteDeadLetters),
                new("erasures", options.Requests, OldErasures, DeleteErasures),
            ]);
        builder.Services.AddSingleton<IValidateOptions<RequestRetentionOptions>, IdempotencyOutlived>();
    }
}
