using CsCheck;
using IntegrationDispatcher.Deliveries;
using IntegrationDispatcher.Integrations;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Tests;

/// <summary>
/// Messages come in anyhow, and three replicas claim, renew, record, give back, die and come back late, in every order chance thinks of: each
/// step is one of the real statements on a real database, so a failure repeats with its seed. How many is <c>DELIVERY_INTERLEAVINGS</c>.
/// </summary>
[Collection<OnDeliveries>]
public sealed class DeliveryInterleavingTests(DispatcherPostgres postgres)
{
    private const int Sessions = 2, Messages = 3, Replicas = 3, MaxAttempts = 2;

    private static readonly int _interleavings =
        int.TryParse(Environment.GetEnvironmentVariable("DELIVERY_INTERLEAVINGS"), out var count) ? count : 300;

    private static readonly Gen<int> _replica = Gen.Int[0, Replicas - 1], _held = Gen.Int[0, 5];

    private static readonly Gen<Step[]> _steps = Gen.OneOf<Step>(
        Gen.Select(Gen.Int[0, Sessions - 1], Gen.Int[1, Messages]).Select(Step (session, seq) => new Step.Arrives(session, seq)),
        Gen.Select(_replica, Gen.Int[1, 6]).Select(Step (replica, free) => new Step.Claims(replica, free)),
        Gen.Int[1, 6].Select(Step (free) => new Step.AllClaimAtOnce(free)),
        Gen.Select(_replica, _held, Gen.Enum<Ending>()).Select(Step (replica, held, ending) => new Step.Records(replica, held, ending)),
        Gen.Select(_replica, _held).Select(Step (replica, held) => new Step.GivesBack(replica, held)),
        _replica.Select(Step (replica) => new Step.Renews(replica)),
        Gen.Const<Step>(new Step.LeasesRunOut())).Array[10, 50];

    private enum Ending
    {
        Delivered,
        TryAgain,
        Refused,
        NotYet,
    }

    [Fact]
    public async Task Whatever_happens_each_delivery_ends_once_and_in_order()
    {
        var database = await postgres.DatabaseAsync();
        await _steps.SampleAsync(async steps =>
        {
            await using var world = await World.NewAsync(database);
            foreach (var step in steps) await world.DoAsync(step);
            await world.DrainAsync();
        }, iter: _interleavings, threads: 1, print: steps => string.Join('\n', steps.AsEnumerable()));
    }

    private abstract record Step
    {
        public sealed record Arrives(int Session, int Seq) : Step;

        public sealed record Claims(int Replica, int Free) : Step;

        public sealed record AllClaimAtOnce(int Free) : Step;

        public sealed record Records(int Replica, int Held, Ending Ending) : Step;

        public sealed record GivesBack(int Replica, int Held) : Step;

        public sealed record Renews(int Replica) : Step;

        public sealed record LeasesRunOut : Step;
    }

    /// <summary>What must be true of one delivery.</summary>
    private sealed class Expected(int session, int seq, bool isOrdered)
    {
        public int Session => session;

        public int Seq => seq;

        public bool IsOrdered => isOrdered;

        public string Destination => isOrdered ? "slack" : $"hook-{session}";

        public int Attempts { get; set; }

        public int LostLeases { get; set; }

        public bool HasEnded { get; set; }

        /// <summary>The newest lease, run out or not.</summary>
        public DueDelivery? Holder { get; set; }

        public bool HasRunOut { get; set; }
    }

    /// <summary>What must be true, beside what is.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _database;
        private readonly DeliveryClaims _claims;
        private readonly DeliveryQueue _queue;
        private readonly DeliveryBooks _books;
        private readonly DeliveriesOptions _options = new() { ConcurrencyPerDestination = 2, Lease = TimeSpan.FromMinutes(10) };
        private readonly Guid[] _sessions = [.. Enumerable.Range(0, Sessions).Select(_ => Guid.NewGuid())];
        private readonly Dictionary<long, Expected> _deliveries = [];
        private readonly List<DueDelivery>[] _hands = [.. Enumerable.Range(0, Replicas).Select(_ => new List<DueDelivery>())];

        private World(NpgsqlDataSource database)
        {
            _database = database;
            _claims = new(database, Options.Create(_options));
            _queue = new(database, Options.Create(_options));
            _books = new(database, null!, Options.Create(_options)); // no override goes away here
        }

        public static async Task<World> NewAsync(NpgsqlDataSource database)
        {
            await using var command = database.CreateCommand("truncate delivery_plans, delivery_logs, delivery_attempts");
            await command.ExecuteNonQueryAsync();
            return new(database);
        }

        public ValueTask DisposeAsync() => _books.DisposeAsync();

        public Task DoAsync(Step step) => step switch
        {
            Step.Arrives(var session, var seq) => ArriveAsync(session, seq),
            Step.Claims(var replica, var free) => ClaimAsync(replica, free),
            Step.AllClaimAtOnce(var free) => AllClaimAsync(free),
            Step.Records(var replica, var held, var ending) => RecordAsync(replica, held, ending),
            Step.GivesBack(var replica, var held) => GiveBackAsync(replica, held),
            Step.Renews(var replica) => RenewAsync(replica),
            _ => LeasesRunOutAsync(),
        };

        /// <summary>Everything arrives, nobody dies any more: then all has ended, and each attempt is written down.</summary>
        public async Task DrainAsync()
        {
            for (var session = 0; session < Sessions; session++)
            {
                for (var seq = Messages; seq > 0; seq--) await ArriveAsync(session, seq);
            }

            await LeasesRunOutAsync();
            foreach (var hand in _hands) hand.Clear();
            while (_deliveries.Values.Any(delivery => !delivery.HasEnded))
            {
                await ClaimAsync(0, _deliveries.Count);
                Assert.NotEmpty(_hands[0]);
                while (_hands[0].Count > 0) await RecordAsync(0, 0, Ending.Delivered);
            }

            foreach (var (id, delivery) in _deliveries) Assert.Equal(Enumerable.Range(1, delivery.Attempts), await AttemptsAsync(id));
        }

        private async Task ArriveAsync(int session, int seq)
        {
            if (_deliveries.Values.Any(delivery => delivery.Session == session && delivery.Seq == seq)) return;
            await using var command = _database.CreateCommand("""
                with plan as (
                  insert into delivery_plans (request_id, session_id, user_id, agent_id, content, response_type, mode, decisions, causation_id,
                    responded_at, session_seq)
                  values (gen_random_uuid(), $1, 'jane', 'agent', 'content', 'message', 'all', '[]', 'cause', now(), $2)
                  returning id, request_id)
                insert into delivery_logs (delivery_id, plan_id, request_id, session_id, user_id, integration_type, status, attempts,
                  max_attempts, priority, destination, order_key, next_attempt_at, expires_at, lease_epoch, lost_leases)
                select gen_random_uuid()::text, plan.id, plan.request_id, $1, 'jane', d.integration_type, 'PENDING', 0,
                  $3, 1, d.destination, d.order_key, now(), now() + interval '1 day', 0, 0
                from plan, (values ('SLACK', 'slack', 'slack'), ('WEBHOOK', $4, null)) as d (integration_type, destination, order_key)
                returning id, order_key is not null
                """);
            command.With(_sessions[session]).With(seq).With(MaxAttempts).With($"hook-{session}");
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync()) _deliveries.Add(row.GetInt64(0), new(session, seq, row.GetBoolean(1)));
        }

        private async Task ClaimAsync(int replica, int free)
        {
            var places = PlacesOf(replica, free);
            var fitting = ClaimableBy(replica).GroupBy(delivery => delivery.Destination).Sum(group => Math.Min(group.Count(), PlacesAt(group.Key)));
            var claimed = (await _claims.ClaimAsync(Look.Oldest, places, Held(replica), default)).Deliveries;
            Assert.Equal(Math.Min(free, fitting), claimed.Count);
            Take(replica, places, claimed);

            int PlacesAt(string destination) => places.ByDestination.GetValueOrDefault(destination, _options.ConcurrencyPerDestination);
        }

        // Who sees a row locked by another takes another one, or none.
        private async Task AllClaimAsync(int free)
        {
            var places = _hands.Select((_, replica) => PlacesOf(replica, free)).ToList();
            var claims = await Task.WhenAll(places.Select((place, replica) => _claims.ClaimAsync(Look.Oldest, place, Held(replica), default)));
            foreach (var (replica, claimed) in claims.Index()) Take(replica, places[replica], claimed.Deliveries);
        }

        private void Take(int replica, Places places, IReadOnlyList<DueDelivery> claimed)
        {
            Assert.True(claimed.Count <= places.Free);
            Assert.All(claimed.CountBy(due => due.Destination!), group =>
                Assert.True(group.Value <= places.ByDestination.GetValueOrDefault(group.Key, _options.ConcurrencyPerDestination)));
            foreach (var due in claimed)
            {
                var delivery = _deliveries[due.Id];
                Assert.Contains(delivery, ClaimableBy(replica));
                if (delivery.HasRunOut) delivery.LostLeases++;
                Assert.Equal((delivery.Attempts, delivery.LostLeases), (due.State.Attempts, due.LostLeases));
                (delivery.Holder, delivery.HasRunOut) = (due, false);
                _hands[replica].Add(due);
            }
        }

        private async Task RecordAsync(int replica, int held, Ending ending)
        {
            if (TakeFrom(replica, held) is not { } due) return;
            var delivery = _deliveries[due.Id];
            var now = DateTimeOffset.UtcNow.AddMinutes(-1); // what is to be tried again is due at once
            Outcome outcome = ending switch
            {
                Ending.Delivered => new Outcome.Delivered(),
                Ending.TryAgain => new Outcome.TryAgain("away"),
                Ending.Refused => new Outcome.Refused("no"),
                _ => new Outcome.NotYet("busy", now),
            };
            var rhythm = new RetryRhythm(TimeSpan.Zero, Doubles: false);
            var state = due.State.After(outcome, rhythm, now, 0.5);
            var attempt = ending == Ending.NotYet
                ? null : new Attempt(due.State.Attempts + 1, now, TimeSpan.Zero, outcome, rhythm, due.Destination, null);
            Assert.Equal(delivery.Holder == due, await _books.RecordAsync(new(due, state, attempt, null), default));
            if (delivery.Holder != due) return;
            (delivery.Attempts, delivery.HasEnded) = (state.Attempts, state.HasEnded);
            (delivery.Holder, delivery.HasRunOut, delivery.LostLeases) = (null, false, 0);
        }

        private async Task GiveBackAsync(int replica, int held)
        {
            if (TakeFrom(replica, held) is not { } due) return;
            await _queue.ReleaseAsync([due], default);
            if (_deliveries[due.Id].Holder == due) (_deliveries[due.Id].Holder, _deliveries[due.Id].HasRunOut) = (null, false);
        }

        private async Task RenewAsync(int replica)
        {
            var renewed = await _queue.RenewAsync(_hands[replica], default);
            Assert.Equal(_hands[replica].Where(due => _deliveries[due.Id].Holder == due).Select(due => due.Id).ToHashSet(), renewed);
            foreach (var id in renewed) _deliveries[id].HasRunOut = false;
        }

        private async Task LeasesRunOutAsync()
        {
            await using var command = _database.CreateCommand(
                "update delivery_logs set leased_until = now() - interval '1 s' where leased_until is not null");
            await command.ExecuteNonQueryAsync();
            foreach (var delivery in _deliveries.Values) delivery.HasRunOut = delivery.Holder is not null;
        }

        private List<Expected> ClaimableBy(int replica) =>
        [
            .. _deliveries
                .Where(entry => entry.Value is { HasEnded: false } delivery && (delivery.Holder is null || delivery.HasRunOut)
                    && !Held(replica).Contains(entry.Key) && (!delivery.IsOrdered || IsNext(delivery)))
                .Select(entry => entry.Value),
        ];

        private bool IsNext(Expected delivery) => Enumerable.Range(1, delivery.Seq - 1).All(seq => _deliveries.Values.Any(
            before => before.IsOrdered && before.HasEnded && before.Session == delivery.Session && before.Seq == seq));

        private long[] Held(int replica) => [.. _hands[replica].Select(due => due.Id).Distinct()];

        private Places PlacesOf(int replica, int free)
        {
            var held = _hands[replica].CountBy(due => due.Destination!);
            return new(free, new Dictionary<IntegrationType, int>(), held.ToDictionary(at => at.Key, at => _options.ConcurrencyPerDestination - at.Value));
        }

        private DueDelivery? TakeFrom(int replica, int held)
        {
            var hand = _hands[replica];
            if (held >= hand.Count) return null;
            var due = hand[held];
            hand.RemoveAt(held);
            return due;
        }

        private async Task<List<int>> AttemptsAsync(long id)
        {
            await using var command = _database.CreateCommand("select number from delivery_attempts where delivery_log_id = $1 order by id");
            command.With(id);
            await using var row = await command.ExecuteReaderAsync();
            var numbers = new List<int>();
            while (await row.ReadAsync()) numbers.Add(row.GetInt32(0));
            return numbers;
        }
    }
}
