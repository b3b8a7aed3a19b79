using AgentService.Turns;
using CsCheck;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace AgentService.Tests.Turns;

/// <summary>
/// Requests come in anyhow, and three replicas claim, renew, give back, die and come back late, in every order chance thinks of: each step is
/// one of the real statements on a real database, so a failure repeats with its seed. How many is <c>MAILBOX_INTERLEAVINGS</c>.
/// </summary>
[Collection(nameof(MailboxClaimTests))] // whose claims take what nobody knows, whosever it is
public sealed class MailboxInterleavingTests(AgentPostgres postgres)
{
    private const int Sessions = 2, Turns = 4, Replicas = 3;

    private static readonly int _interleavings =
        int.TryParse(Environment.GetEnvironmentVariable("MAILBOX_INTERLEAVINGS"), out var count) ? count : 500;

    private static readonly Gen<int> _replica = Gen.Int[0, Replicas - 1];

    private static readonly Gen<Step[]> _steps = Gen.OneOf<Step>(
        Gen.Select(Gen.Int[0, Sessions - 1], Gen.Int[1, Turns]).Select(Step (session, seq) => new Step.Arrives(session, seq)),
        Gen.Select(Gen.Int[0, Sessions - 1], Gen.Int[1, Turns], _replica, Gen.Bool).Select(
            Step (session, seq, replica, hasSlot) => new Step.ArrivesAt(session, seq, replica, hasSlot)),
        Gen.Select(Gen.Int[1, Turns], _replica, Gen.Int[0, Sessions]).Select(Step (seq, replica, slots) => new Step.ArriveTogether(seq, replica, slots)),
        _replica.Select(Step (replica) => new Step.CompletesAll(replica)),
        Gen.Select(_replica, Gen.Int[1, Sessions]).Select(Step (replica, slots) => new Step.Claims(replica, slots)),
        Gen.Int[1, Sessions].Select(Step (slots) => new Step.AllClaimAtOnce(slots)),
        Gen.Select(_replica, Gen.Int[0, 3]).Select(Step (replica, held) => new Step.Completes(replica, held)),
        Gen.Select(_replica, Gen.Int[0, 3], Gen.Int[0, Sessions - 1], Gen.Int[1, Turns]).Select(
            Step (replica, held, session, seq) => new Step.CompletesWhileOneArrives(replica, held, session, seq)),
        Gen.Select(_replica, Gen.Int[0, 3], Gen.Bool, Gen.Bool).Select(
            Step (replica, held, counts, passes) => new Step.GivesBack(replica, held, counts, passes)),
        _replica.Select(Step (replica) => new Step.Renews(replica)),
        Gen.Const<Step>(new Step.LeasesRunOut())).Array[10, 40];

    [Fact]
    public async Task Whatever_happens_each_turn_is_answered_once_and_in_order()
    {
        var database = await postgres.DatabaseAsync();
        await _steps.SampleAsync(async steps =>
        {
            await using var world = new World(database);
            foreach (var step in steps) await world.DoAsync(step);
            await world.DrainAsync();
        }, iter: _interleavings, threads: 8, print: steps => string.Join('\n', steps.AsEnumerable()));
    }

    private abstract record Step
    {
        public sealed record Arrives(int Session, int Seq) : Step;

        public sealed record ArrivesAt(int Session, int Seq, int Replica, bool HasSlot) : Step;

        public sealed record ArriveTogether(int Seq, int Replica, int Slots) : Step;

        public sealed record CompletesAll(int Replica) : Step;

        public sealed record Claims(int Replica, int Slots) : Step;

        public sealed record AllClaimAtOnce(int Slots) : Step;

        public sealed record Completes(int Replica, int Held) : Step;

        public sealed record CompletesWhileOneArrives(int Replica, int Held, int Session, int Seq) : Step;

        public sealed record GivesBack(int Replica, int Held, bool Counts, bool PassesOn) : Step;

        public sealed record Renews(int Replica) : Step;

        public sealed record LeasesRunOut : Step;
    }

    /// <summary>What must be true, beside what is.</summary>
    private sealed class World(NpgsqlDataSource database) : IAsyncDisposable
    {
        private static readonly IOptions<TurnOptions> _options = Options.Create(new TurnOptions { Lease = TimeSpan.FromMinutes(10) });

        private readonly string _agent = $"agent-{Guid.NewGuid():N}"; // an interleaving's own: claims see only their agents' mailboxes
        private readonly string _other = $"other-{Guid.NewGuid():N}";
        private readonly Guid[] _sessions = [.. Enumerable.Range(0, Sessions).Select(_ => Guid.NewGuid())];
        private readonly Guid[] _requests = [.. Enumerable.Range(0, Sessions * Turns).Select(_ => Guid.NewGuid())];
        private readonly HashSet<(int Session, int Seq)> _arrived = [];
        private readonly int[] _answered = new int[Sessions];
        private readonly ClaimedTurn?[] _holders = new ClaimedTurn?[Sessions]; // the newest lease, run out or not
        private readonly bool[] _hasRunOut = new bool[Sessions];
        private readonly int[] _attempts = new int[Sessions]; // at the session's next turn
        private readonly List<ClaimedTurn>[] _hands = [.. Enumerable.Range(0, Replicas).Select(_ => new List<ClaimedTurn>())];
        private readonly TurnInbox _inbox = new(database, _options);
        private readonly Mailboxes _mailboxes = new(database, _options);

        public ValueTask DisposeAsync() => _mailboxes.DisposeAsync();

        public Task DoAsync(Step step) => step switch
        {
            Step.Arrives(var session, var seq) => ArriveAsync(session, seq),
            Step.ArrivesAt(var session, var seq, var replica, var hasSlot) => ArriveAsync(session, seq, replica, hasSlot),
            Step.ArriveTogether(var seq, var replica, var slots) => ArriveTogetherAsync(seq, replica, slots),
            Step.CompletesAll(var replica) => CompleteAllAsync(replica),
            Step.Claims(var replica, var slots) => ClaimAsync(replica, slots),
            Step.AllClaimAtOnce(var slots) => AllClaimAsync(slots),
            Step.Completes(var replica, var held) => CompleteAsync(replica, held),
            Step.CompletesWhileOneArrives(var replica, var held, var session, var seq) =>
                Task.WhenAll(CompleteAsync(replica, held), ArriveAsync(session, seq)),
            Step.GivesBack(var replica, var held, var counts, var passesOn) => GiveBackAsync(replica, held, counts, passesOn ? _other : null),
            Step.Renews(var replica) => RenewAsync(replica),
            _ => LeasesRunOutAsync(),
        };

        /// <summary>Everything arrives, nobody dies any more: then all is answered.</summary>
        public async Task DrainAsync()
        {
            for (var session = 0; session < Sessions; session++)
            {
                for (var seq = Turns; seq > 0; seq--) await ArriveAsync(session, seq);
            }

            await LeasesRunOutAsync();
            foreach (var hand in _hands) hand.Clear();
            while (_answered.Any(answered => answered < Turns))
            {
                await ClaimAsync(0, Sessions);
                Assert.NotEmpty(_hands[0]);
                while (_hands[0].Count > 0) await CompleteAsync(0, 0);
            }

            foreach (var session in _sessions) Assert.Equal(Enumerable.Range(1, Turns), await CompletedAsync(session));
        }

        private async Task ArriveAsync(int session, int seq) => Assert.Empty((await StoreAsync([(session, seq)], slots: 0)).Begun);

        // Who has a slot begins what comes in, if it is its session's next and nobody is at it.
        private Task ArriveAsync(int session, int seq, int replica, bool hasSlot) => ArriveAsync([(session, seq)], replica, hasSlot ? 1 : 0);

        private Task ArriveTogetherAsync(int seq, int replica, int slots) =>
            ArriveAsync([.. Enumerable.Range(0, Sessions).Select(session => (session, seq))], replica, slots);

        private async Task ArriveAsync((int Session, int Seq)[] arriving, int replica, int slots)
        {
            var next = arriving.Count(one => one.Seq == _answered[one.Session] + 1 && !_arrived.Contains(one));
            var taken = await StoreAsync(arriving, slots);
            Assert.Equal(Math.Min(next, slots), taken.Begun.Count);
            Assert.Equal(next > slots, taken.Crowded.Contains(_agent));
            Take(replica, taken.Begun);
        }

        private async Task<TakenIn> StoreAsync((int Session, int Seq)[] arriving, int slots)
        {
            var arrived = arriving.Select(one =>
            {
                var id = _requests[(one.Session * Turns) + one.Seq - 1];
                var request = new RequestCreated(
                    id, _sessions[one.Session], "jane", IntegrationType.Web, "message", $"{one.Seq}", null, null, _agent, false, DateTimeOffset.UnixEpoch);
                return new Envelope<RequestCreated>(
                    id.ToString(), ServiceNames.RequestManager, EventTypes.RequestCreated, DateTimeOffset.UnixEpoch, id.ToString(), request) { SessionSeq = one.Seq };
            }).ToArray();
            var taken = await _inbox.StoreAsync( // each twice at once, as a broker may
                [.. arrived, .. arrived], new Dictionary<string, int> { [_agent] = slots }, [_agent, _other], default);
            _arrived.UnionWith(arriving);
            return taken;
        }

        private async Task ClaimAsync(int replica, int slots)
        {
            var free = Enumerable.Range(0, Sessions)
                .Count(session => (_holders[session] is null || _hasRunOut[session]) && _arrived.Contains((session, _answered[session] + 1)));
            var claimed = await ClaimAsync(slots);
            Assert.InRange(claimed.Count, Math.Min(slots, free), free); // each agent has as many slots
            Take(replica, claimed);
        }

        // Who sees a mailbox locked by another takes another one, or none.
        private async Task AllClaimAsync(int slots)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => ClaimAsync(slots)));
            foreach (var (replica, claimed) in claims.Index()) Take(replica, claimed);
        }

        private Task<IReadOnlyList<ClaimedTurn>> ClaimAsync(int slots) =>
            _mailboxes.ClaimAsync(new Dictionary<string, int> { [_agent] = slots, [_other] = slots }, [_agent, _other], default);

        private void Take(int replica, IReadOnlyList<ClaimedTurn> claimed)
        {
            foreach (var turn in claimed)
            {
                var session = SessionOf(turn);
                Assert.True(_holders[session] is null || _hasRunOut[session]);
                var next = _answered[session] + 1;
                Assert.Equal((next, $"{next}", ++_attempts[session]), (turn.SessionSeq, turn.Request.Content, turn.Attempt));
                (_holders[session], _hasRunOut[session]) = (turn, false);
                _hands[replica].Add(turn);
            }
        }

        private async Task CompleteAllAsync(int replica)
        {
            var arrived = _arrived.ToHashSet();
            var completions = await Task.WhenAll(Enumerable.Range(0, _hands[replica].Count).Select(_ => CompleteAsync(replica, 0)));
            foreach (var (turn, completion) in completions.Where(one => one.Completion.IsComplete))
                Assert.Equal(arrived.Contains((SessionOf(turn!), turn!.SessionSeq + 1)), completion.NextIsReady); // nothing comes in meanwhile
        }

        private async Task<(ClaimedTurn? Turn, Completion Completion)> CompleteAsync(int replica, int held)
        {
            if (TakeFrom(replica, held) is not { } turn) return default;
            var isHolder = _holders[SessionOf(turn)] == turn;
            var response = TurnResponse.Failed(turn, FailureCodes.AttemptsExhausted, DateTimeOffset.UnixEpoch);
            var completion = await _mailboxes.CompleteAsync(turn, response, default);
            Assert.Equal(isHolder, completion.IsComplete);
            Assert.False((await _mailboxes.CompleteAsync(turn, response, default)).IsComplete); // whoever does not know that it was done does it again
            if (!isHolder) return (turn, completion);
            _answered[SessionOf(turn)]++;
            _attempts[SessionOf(turn)] = 0;
            _holders[SessionOf(turn)] = null;
            return (turn, completion);
        }

        private async Task GiveBackAsync(int replica, int held, bool counts, string? agentId)
        {
            if (TakeFrom(replica, held) is not { } turn) return;
            var isHolder = _holders[SessionOf(turn)] == turn;
            Assert.Equal(isHolder, await _mailboxes.ReleaseAsync(turn, TimeSpan.Zero, counts, agentId, default));
            Assert.False(await _mailboxes.ReleaseAsync(turn, TimeSpan.Zero, counts, agentId, default)); // likewise
            if (!isHolder) return;
            if (!counts) _attempts[SessionOf(turn)]--;
            _holders[SessionOf(turn)] = null;
        }

        private async Task RenewAsync(int replica)
        {
            var renewed = await _mailboxes.RenewAsync(_hands[replica], default);
            var held = _hands[replica].Where(turn => _holders[SessionOf(turn)] == turn).Select(turn => (turn.SessionId, turn.Epoch));
            Assert.Equal(held.ToHashSet(), renewed);
            foreach (var (session, _) in renewed) _hasRunOut[Array.IndexOf(_sessions, session)] = false;
        }

        private async Task LeasesRunOutAsync()
        {
            await using var command = database.CreateCommand("""
                update agent_mailboxes set leased_until = now() - interval '1 s' where session_id = any($1) and leased_until is not null
                """);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = _sessions });
            await command.ExecuteNonQueryAsync();
            for (var session = 0; session < Sessions; session++) _hasRunOut[session] = _holders[session] is not null;
        }

        private ClaimedTurn? TakeFrom(int replica, int held)
        {
            var hand = _hands[replica];
            if (held >= hand.Count) return null;
            var turn = hand[held];
            hand.RemoveAt(held);
            return turn;
        }

        private int SessionOf(ClaimedTurn turn) => Array.IndexOf(_sessions, turn.SessionId);

        private async Task<List<int>> CompletedAsync(Guid session)
        {
            await using var command = database.CreateCommand("select session_seq from agent_turns where session_id = $1 order by completed_at");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = session });
            await using var row = await command.ExecuteReaderAsync();
            var completed = new List<int>();
            while (await row.ReadAsync()) completed.Add(row.GetInt32(0));
            return completed;
        }
    }
}
