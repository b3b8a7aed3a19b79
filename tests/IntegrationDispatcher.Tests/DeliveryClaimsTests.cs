using CsCheck;
using IntegrationDispatcher.Deliveries;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>What a replica takes of much that is due, judged on a real database.</summary>
[Collection<OnDeliveries>]
public sealed class DeliveryClaimsTests(DispatcherPostgres postgres)
{
    private const string Webhook = "WEBHOOK", Slack = "SLACK", Sms = "SMS", Test = "TEST";
    private const int Many = 1000;

    private static readonly DeliveriesOptions _options = new() { ConcurrencyPerDestination = 2 };
    private static readonly Dictionary<IntegrationType, int> _anyType = [];

    private static readonly (string Type, string? Destination)[] _ways = [(Webhook, "a"), (Webhook, "b"), (Sms, "c"), (Sms, "d"), (Test, null)];

    private static readonly Gen<Due> _due =
        Gen.Select(Gen.Int[0, _ways.Length - 1], Gen.Int[1, 1000]).Select((way, seconds) => new Due(_ways[way].Type, _ways[way].Destination, seconds));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_due_to_far_sides_that_are_full_do_not_hide_another()
    {
        var replica = await ReplicaAsync();
        await WriteAsync(Enumerable.Range(0, Many).Select(number => new Due(Webhook, $"full-{number % 10}", 100)));
        var other = await WriteAsync([new(Webhook, "other", 1)]);

        Assert.Equal(other, await replica.TakeAsync(full: [.. Enumerable.Range(0, 10).Select(number => $"full-{number}")]));
    }

    [Fact]
    public async Task Many_due_over_an_integration_that_is_full_do_not_hide_another()
    {
        var replica = await ReplicaAsync();
        await WriteAsync(Enumerable.Range(0, Many).Select(number => new Due(Webhook, $"hook-{number}", 100)));
        var other = await WriteAsync([new(Test, null, 1)]);

        Assert.Equal(other, await replica.TakeAsync(types: new() { [IntegrationType.Webhook] = 0 }));
    }

    [Fact]
    public async Task What_has_expired_is_claimed_though_its_far_side_is_full()
    {
        var replica = await ReplicaAsync();
        await WriteAsync(Enumerable.Repeat(new Due(Webhook, "full", 100), Many));
        var expired = await WriteAsync([new(Webhook, "full", 1) { IsOver = true }]);

        Assert.Equal(expired, await replica.TakeAsync(full: ["full"]));
    }

    [Fact]
    public async Task Of_more_far_sides_than_one_look_visits_none_is_forgotten()
    {
        var replica = await ReplicaAsync();
        await WriteAsync(Enumerable.Range(0, Many).Select(number => new Due(Webhook, $"full-{number % 500:000}", 100)));
        var others = await WriteAsync(Enumerable.Range(0, 3).Select(number => new Due(Webhook, $"full-{number * 200:000}-not", 1)));
        var full = Enumerable.Range(0, 500).Select(number => $"full-{number:000}").ToArray();

        var taken = new List<long>();
        for (var waking = 0; waking < 4; waking++) taken.AddRange(await replica.TakeAsync(full: full)); // 503 far sides, 128 each time
        Assert.Equal(others, taken.Order());
    }

    [Fact]
    public async Task What_is_due_to_many_far_sides_goes_out_oldest_first()
    {
        var replica = await ReplicaAsync();
        var written = await WriteAsync(Enumerable.Range(0, 900).Select(number => new Due(Webhook, $"hook-{number * 7 % 300}", Many - number)));

        var taken = new List<long>();
        while (await replica.TakeAsync(free: 20) is { Length: > 0 } some)
        {
            taken.AddRange(some);
            await replica.DeliverAsync();
        }

        Assert.Equal(written, taken);
    }

    [Fact]
    public async Task One_that_may_go_is_found_behind_many_that_wait_and_is_not_sought_all_the_time()
    {
        var replica = await ReplicaAsync();
        var session = Guid.NewGuid();
        await WriteAsync([new(Slack, "channel", -100) { Session = session, Seq = 1 }]); // its time comes later
        await WriteAsync(Enumerable.Range(2, Many).Select(seq => new Due(Slack, "channel", 100) { Session = session, Seq = seq }));
        var other = await WriteAsync([new(Slack, "channel", 1) { Session = Guid.NewGuid(), Seq = 1 }]);

        Assert.Equal(other, await replica.TakeAsync());
        Assert.Equal([Look.Oldest, Look.FarSides, Look.Deep], replica.Looks);

        Assert.Empty(await replica.TakeAsync());
        Assert.Equal([Look.Oldest, Look.FarSides], replica.Looks);
    }

    [Fact]
    public async Task Two_replicas_at_once_take_nothing_twice_and_no_more_than_fits()
    {
        Replica[] replicas = [await ReplicaAsync(), await ReplicaAsync()];
        await WriteAsync(Enumerable.Range(0, Many).Select(number => new Due(Webhook, $"hook-{number % 20}", 100)));

        for (var round = 0; round < 10; round++)
        {
            var taken = await Task.WhenAll(replicas.Select(replica => replica.TakeAsync()));
            Assert.Distinct(taken.SelectMany(ids => ids));
            Assert.All(replicas, replica => Assert.All(replica.Held.CountBy(due => due.Destination!), at => Assert.InRange(at.Value, 1, 2)));
            foreach (var replica in replicas) await replica.DeliverAsync();
        }
    }

    [Fact]
    public async Task Whatever_is_due_the_oldest_that_fit_are_taken()
    {
        await _due.Array[0, 30].Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[1, 12]).SampleAsync(async (due, placesAtA, placesOfSms, free) =>
        {
            var replica = await ReplicaAsync();
            await WriteAsync(Enumerable.Repeat(new Due(Webhook, "full", 2000), 300)); // more than the first look sees
            var ids = await WriteAsync(due);
            var places = new Dictionary<string, int> { ["full"] = 0, ["a"] = placesAtA };
            var fitting = due.Zip(ids).OrderByDescending(one => one.First.Seconds).ThenBy(one => one.Second)
                .GroupBy(one => one.First.Destination).SelectMany(at => at.Take(at.Key is { } to ? places.GetValueOrDefault(to, 2) : free))
                .GroupBy(one => one.First.Type).SelectMany(of => Oldest(of).Take(of.Key == Sms ? placesOfSms : free));
            var expected = Oldest(fitting).Take(free).Select(one => one.Second);

            Assert.Equal(expected.Order(), (await replica.TakeAsync(free, places, new() { [IntegrationType.Sms] = placesOfSms })).Order());
        }, iter: 100, threads: 1);

        static IEnumerable<(Due First, long Second)> Oldest(IEnumerable<(Due First, long Second)> some) =>
            some.OrderByDescending(one => one.First.Seconds).ThenBy(one => one.Second);
    }

    // Whatever statistics say: of no rows at all, of rows that are delivered, or of what is there.
    [Theory]
    [InlineData(false, false, 16)]
    [InlineData(true, true, 16)]
    [InlineData(true, true, 5000)]
    [InlineData(true, false, 16)]
    [InlineData(true, false, 5000)]
    public async Task A_claim_reads_little_of_much_that_is_due_and_no_table_whole(bool isKnown, bool asDelivered, int farSides)
    {
        var replica = await ReplicaAsync();
        await ExecuteAsync("analyze delivery_plans, delivery_logs");
        await WriteAsync(Enumerable.Range(0, 20_000).Select(number => new Due(Webhook, $"hook-{number % farSides}", 100) { IsDelivered = asDelivered }));
        if (isKnown) await ExecuteAsync("analyze delivery_plans, delivery_logs");
        await ExecuteAsync("update delivery_logs set next_attempt_at = now() - interval '100 s' where next_attempt_at is null");
        var full = Enumerable.Range(0, Math.Min(farSides, 200) - 2).Select(number => $"hook-{number}");

        foreach (var look in new[] { Look.Oldest, Look.FarSides })
        {
            var (claimed, read, scanned) = await replica.ReadsOfAsync(look, full);
            // A table that nobody has looked at yet is taken for small: then all that is due may be read, but once.
            Assert.InRange(read, 1, isKnown ? 4000 + (20 * claimed) : 2 * 20_000);
            Assert.Equal(0, scanned);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_session_has_had_costs_nothing(bool isKnown)
    {
        var replica = await ReplicaAsync();
        await ExecuteAsync("analyze delivery_plans, delivery_logs");
        var session = Guid.NewGuid();
        await WriteAsync(InSession(1, 3000).Select(due => due with { IsDelivered = true }));
        if (isKnown) await ExecuteAsync("analyze delivery_plans, delivery_logs");
        var underWay = await WriteAsync(InSession(3001, 50));
        await ExecuteAsync($"update delivery_logs set next_attempt_at = now() + interval '1 h' where id = {underWay[0]}");

        foreach (var look in new[] { Look.Oldest, Look.FarSides })
        {
            var (claimed, read, scanned) = await replica.ReadsOfAsync(look, []);
            Assert.Equal((0, 0), (claimed, scanned));
            Assert.InRange(read, 1, 3000);
        }

        IEnumerable<Due> InSession(int first, int count) =>
            Enumerable.Range(first, count).Select(seq => new Due(Slack, "channel", 100) { Session = session, Seq = seq });
    }

    [Fact]
    public async Task Far_sides_are_served_in_turn_also_when_their_integration_is_full_after_each_look()
    {
        const int Rounds = 12;
        var replica = await ReplicaAsync();
        await WriteAsync(Enumerable.Repeat(new Due(Webhook, "full", 2000), 300)); // more than the first look sees
        var due = Enumerable.Range(0, 300 * 20).Select(number => new Due(Webhook, $"hook-{number % 300:000}", 1)).ToList();
        var destinations = (await WriteAsync(due)).Zip(due, (id, one) => (id, one.Destination)).ToDictionary();
        var served = new HashSet<string?>();
        for (var round = 0; round < Rounds; round++)
        {
            served.UnionWith((await replica.TakeAsync(free: 256, full: ["full"], types: new() { [IntegrationType.Webhook] = 128 })).Select(id => destinations[id]));
            await replica.DeliverAsync();
        }

        Assert.Equal(300, served.Count);
    }

    private async Task<Replica> ReplicaAsync()
    {
        await ExecuteAsync("truncate delivery_plans, delivery_logs, delivery_attempts");
        return new(await postgres.DatabaseAsync());
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = (await postgres.DatabaseAsync()).CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task<long[]> WriteAsync(IEnumerable<Due> due)
    {
        var rows = due.ToList();
        await using var command = (await postgres.DatabaseAsync()).CreateCommand("""
            with one as (
              select *, now() as now, gen_random_uuid() as request_id
              from unnest($1::text[], $2::text[], $3::int[], $4::boolean[], $5::uuid[], $6::int[], $7::boolean[]) with ordinality
                as d (integration_type, destination, seconds, is_over, session_id, seq, is_delivered, number)),
            plan as (
              insert into delivery_plans (request_id, session_id, user_id, agent_id, content, response_type, mode, decisions, causation_id,
                responded_at, session_seq)
              select request_id, session_id, 'jane', 'agent', 'content', 'message', 'all', '[]', 'cause', now, seq from one order by number
              returning id, request_id)
            insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, status, attempts,
              max_attempts, priority, destination, order_key, next_attempt_at, expires_at, lease_epoch, lost_leases)
            select gen_random_uuid()::text, plan.id, one.request_id, session_id, 'jane', integration_type, 'PENDING', 0,
              3, 1, destination, case when seq > 0 then destination end,
              case when not is_delivered then now - seconds * interval '1 s' end,
              case when is_over then now - interval '1 s' else now + interval '1 day' end, 0, 0
            from one join plan using (request_id) order by number
            returning id
            """);
        command.WithColumn(rows, row => row.Type).WithColumn(rows, row => row.Destination).WithColumn(rows, row => row.Seconds)
            .WithColumn(rows, row => row.IsOver).WithColumn(rows, row => row.Session).WithColumn(rows, row => row.Seq)
            .WithColumn(rows, row => row.IsDelivered);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var ids = new List<long>();
        while (await reader.ReadAsync(Cancelled)) ids.Add(reader.GetInt64(0));
        return [.. ids];
    }

    /// <summary>One that is due.</summary>
    /// <param name="Seconds">For how long it has been.</param>
    private sealed record Due(string Type, string? Destination, int Seconds)
    {
        public bool IsOver { get; init; }

        public Guid Session { get; init; }

        public int Seq { get; init; }

        public bool IsDelivered { get; init; }
    }

    /// <summary>Claims as the runner does.</summary>
    private sealed class Replica(NpgsqlDataSource database)
    {
        private readonly DeliveryClaims _claims = new(database, Options.Create(_options));

        public List<DueDelivery> Held { get; } = [];

        /// <summary>Of the last time.</summary>
        public List<Look> Looks { get; } = [];

        public Task<long[]> TakeAsync(int free = 100, string[]? full = null, Dictionary<IntegrationType, int>? types = null) =>
            TakeAsync(free, (full ?? []).ToDictionary(to => to, _ => 0), types ?? _anyType);

        public async Task<long[]> TakeAsync(int free, Dictionary<string, int> places, Dictionary<IntegrationType, int> types)
        {
            Looks.Clear();
            var taken = new List<DueDelivery>();
            for (Look? look = Look.Oldest; look is { } next && taken.Count < free;)
            {
                Looks.Add(next);
                var claim = await _claims.ClaimAsync(next, Left(), Held.Select(due => due.Id), Cancelled);
                taken.AddRange(claim.Deliveries.OrderBy(due => due.State.NextAttemptAt).ThenBy(due => due.Id));
                Held.AddRange(claim.Deliveries);
                look = claim.Next;
            }

            return [.. taken.Select(due => due.Id)];

            Places Left() => new(
                free - taken.Count,
                types.ToDictionary(of => of.Key, of => of.Value - taken.Count(due => due.IntegrationType == of.Key)),
                Held.Where(due => due.Destination is not null).Select(due => due.Destination!).Concat(places.Keys).Distinct().ToDictionary(
                    to => to, to => places.GetValueOrDefault(to, _options.ConcurrencyPerDestination) - Held.Count(due => due.Destination == to)));
        }

        public async Task DeliverAsync()
        {
            await using var command = database.CreateCommand(
                "update delivery_logs set status = 'SUCCESS', next_attempt_at = null, leased_until = null where id = any($1)");
            await command.With<long[]>([.. Held.Select(due => due.Id)]).ExecuteNonQueryAsync(Cancelled);
            Held.Clear();
        }

        /// <summary>How many entries of tables and indices one claim reads, by the plan the service would have; it is undone.</summary>
        public async Task<(int Claimed, long Read, long Scanned)> ReadsOfAsync(Look look, IEnumerable<string> full)
        {
            await using var connection = await database.OpenConnectionAsync(Cancelled);
            await using var settings = new NpgsqlCommand(
                "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; select pg_stat_force_next_flush()", connection); // what this connection read before
            await settings.ExecuteNonQueryAsync(Cancelled);
            await using var transaction = await connection.BeginTransactionAsync(Cancelled);
            await using var command = _claims.Command(look, new(100, _anyType, full.ToDictionary(to => to, _ => 0)), []);
            await using var claim = new NpgsqlCommand(command.CommandText, connection);
            foreach (NpgsqlParameter parameter in command.Parameters) claim.Parameters.Add(parameter.Clone());
            await claim.PrepareAsync(Cancelled);
            var claimed = 0;
            await using (var rows = await claim.ExecuteReaderAsync(Cancelled))
            {
                while (await rows.ReadAsync(Cancelled)) claimed += rows.IsDBNull(0) ? 0 : 1;
            }

            await using var reads = new NpgsqlCommand("""
                select sum(pg_stat_get_xact_tuples_returned(oid))::bigint, sum(pg_stat_get_xact_tuples_returned(oid)) filter (where relkind = 'r')::bigint
                from pg_class where relname ~ 'delivery_(logs|plans)'
                """, connection);
            await using var row = await reads.ExecuteReaderAsync(Cancelled);
            await row.ReadAsync(Cancelled);
            return (claimed, row.GetInt64(0), row.GetInt64(1));
        }
    }
}
