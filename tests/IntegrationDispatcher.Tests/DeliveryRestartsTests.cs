using IntegrationDispatcher.Deliveries;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>Which deliveries are tried once more, judged on a real database.</summary>
[Collection<OnDeliveries>]
public sealed class DeliveryRestartsTests(DispatcherPostgres postgres) : IDisposable
{
    private static readonly Replay _all = new() { From = DateTimeOffset.UnixEpoch };

    private readonly WakeUp _wakeUp = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _wakeUp.Dispose();

    [Fact]
    public async Task A_delivery_that_made_another_attempt_since_somebody_looked_is_not_restarted()
    {
        var restarts = await RestartsAsync();
        var id = await WriteAsync(DeliveriesOptions.ToAll, ("EMAIL", "FAILED"));

        Assert.False(await restarts.RestartAsync(id, attempts: 0, Cancelled));
        Assert.True(await restarts.RestartAsync(id, attempts: 1, Cancelled));
        Assert.False(await restarts.RestartAsync(id, attempts: 1, Cancelled)); // it is under way
    }

    [Fact]
    public async Task Where_one_way_is_enough_what_failed_by_several_goes_out_by_the_first()
    {
        var restarts = await RestartsAsync();
        await WriteAsync(DeliveriesOptions.ToFirstSuccess, ("EMAIL", "FAILED"), ("SMS", "FAILED"));

        Assert.Equal(1, (await restarts.ReplayAsync(_all with { DryRun = true }, Cancelled)).Matched);
        Assert.Equal(1, (await restarts.ReplayAsync(_all, Cancelled)).Replayed);
        Assert.Equal(["EMAIL RETRYING", "SMS FAILED"], await StatesAsync());
        Assert.Equal(0, (await restarts.ReplayAsync(_all, Cancelled)).Matched); // it may yet arrive
    }

    [Theory]
    [InlineData("SUCCESS")]
    [InlineData("RETRYING")]
    public async Task Where_one_way_is_enough_and_another_has_done_it_or_may_yet_nothing_is_replayed(string other)
    {
        var restarts = await RestartsAsync();
        await WriteAsync(DeliveriesOptions.ToFirstSuccess, ("EMAIL", "FAILED"), ("SMS", other));

        Assert.Equal(0, (await restarts.ReplayAsync(_all, Cancelled)).Matched);
    }

    [Fact]
    public async Task Where_all_ways_are_wanted_all_that_failed_are_replayed()
    {
        var restarts = await RestartsAsync();
        await WriteAsync(DeliveriesOptions.ToAll, ("EMAIL", "FAILED"), ("SMS", "EXPIRED"), ("WEBHOOK", "SUCCESS"));

        Assert.Equal(2, (await restarts.ReplayAsync(_all, Cancelled)).Replayed);
        Assert.Equal(["EMAIL RETRYING", "SMS RETRYING", "WEBHOOK SUCCESS"], await StatesAsync());
    }

    [Fact]
    public async Task What_has_been_overtaken_holds_up_nobody()
    {
        var restarts = await RestartsAsync();
        await WriteAsync(DeliveriesOptions.ToAll, ("SLACK", "FAILED"));
        await ExecuteAsync("""
            insert into delivery_plans (request_id, session_id, user_id, agent_id, content, response_type, mode, decisions, causation_id,
              responded_at, session_seq)
            select gen_random_uuid(), session_id, user_id, agent_id, content, response_type, mode, decisions, causation_id,
              responded_at, session_seq + 1
            from delivery_plans
            """);

        await restarts.ReplayAsync(_all with { Rate = 1 }, Cancelled);
        Assert.Equal(["SLACK RETRYING"], await StatesAsync("and order_key is null"));
    }

    private async Task<DeliveryRestarts> RestartsAsync()
    {
        await ExecuteAsync("truncate delivery_plans, delivery_logs, delivery_attempts");
        return new(await postgres.DatabaseAsync(), _wakeUp, Options.Create(new DeliveriesOptions()), NullLogger<DeliveryRestarts>.Instance);
    }

    private async Task<long> WriteAsync(string mode, params (string Integration, string Status)[] deliveries)
    {
        await using var command = (await postgres.DatabaseAsync()).CreateCommand("""
            with plan as (
              insert into delivery_plans (request_id, session_id, user_id, agent_id, content, response_type, mode, decisions, causation_id,
                responded_at, session_seq)
              values (gen_random_uuid(), gen_random_uuid(), 'jane', 'agent', 'content', 'message', $1, '[]', 'cause', now(), 1)
              returning id, request_id, session_id)
            insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, status, attempts,
              max_attempts, priority, order_key, next_attempt_at, expires_at, lease_epoch, lost_leases)
            select gen_random_uuid()::text, plan.id, plan.request_id, plan.session_id, 'jane', d.integration_type, d.status, 1,
              1, d.priority, 'key', case when d.status = 'RETRYING' then now() end, now() + interval '1 day', 0, 0
            from plan, unnest($2::text[], $3::text[]) with ordinality as d (integration_type, status, priority)
            returning id
            """);
        command.With(mode).With<string[]>([.. deliveries.Select(one => one.Integration)]).With<string[]>([.. deliveries.Select(one => one.Status)]);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> StatesAsync(string and = "")
    {
        await using var command = (await postgres.DatabaseAsync()).CreateCommand(
            $"select integration_type || ' ' || status from delivery_logs where true {and} order by integration_type");
        await using var row = await command.ExecuteReaderAsync();
        var states = new List<string>();
        while (await row.ReadAsync()) states.Add(row.GetString(0));
        return states;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = (await postgres.DatabaseAsync()).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
