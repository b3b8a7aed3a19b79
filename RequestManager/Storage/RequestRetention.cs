using Microsoft.Extensions.Options;
using RequestManager.Requests;
using SelfServiceAgent.ServiceDefaults.Retention;

namespace RequestManager.Storage;

/// <summary>Section <c>Retention</c>: how long what is over is kept.</summary>
public sealed class RequestRetentionOptions : RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>How long a request is kept after its answer, and a session after its end; zero for ever.</summary>
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
                $"{RequestRetentionOptions.Section}:{nameof(options.Requests)} must not be shorter than {RequestOptions.Section}:{nameof(RequestOptions.IdempotencyLifetime)}.");
}

/// <summary>What RequestManager forgets: answered requests that nobody is to be told of any more, then ended sessions that have none left.</summary>
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

    public static void AddRequestRetention(this IHostApplicationBuilder builder)
    {
        builder.AddRetention<RequestRetentionOptions, RequestRetentionOptionsValidator>(
            RequestRetentionOptions.Section,
            options => [new("requests", options.Requests, OldRequests, DeleteRequests), new("sessions", options.Requests, OldSessions, DeleteSessions)]);
        builder.Services.AddSingleton<IValidateOptions<RequestRetentionOptions>, IdempotencyOutlived>();
    }
}
