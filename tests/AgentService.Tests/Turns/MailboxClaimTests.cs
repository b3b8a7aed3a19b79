using System.Text.Json.Nodes;
using AgentService.Agents;
using AgentService.Turns;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;

namespace AgentService.Tests.Turns;

/// <summary>What a claim takes of what waits, and what that costs.</summary>
[Collection(nameof(MailboxClaimTests))]
public sealed class MailboxClaimTests(AgentPostgres postgres) : IAsyncLifetime
{
    private static readonly IOptions<TurnOptions> _options = Options.Create(new TurnOptions());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private readonly List<Guid> _sessions = [];
    private NpgsqlDataSource _database = null!;
    private Mailboxes _mailboxes = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.DatabaseAsync();
        _mailboxes = new(_database, _options);
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("delete from agent_turns where session_id = any($1)", _sessions.ToArray());
        await ExecuteAsync("delete from agent_mailboxes where session_id = any($1)", _sessions.ToArray());
        await _mailboxes.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the database has not looked since nothing waited
    public async Task A_claim_reads_no_more_than_it_takes_however_many_wait(bool isKnownToTheDatabase)
    {
        await ExecuteAsync("vacuum analyze agent_mailboxes");
        const int slots = 32, pagesOfOne = 50;
        var crowded = $"agent-{Guid.NewGuid():N}";
        _sessions.AddRange(Enumerable.Range(0, 20_000).Select(_ => Guid.NewGuid()));
        await ExecuteAsync(
            "insert into agent_mailboxes (session_id, ready_at, next_agent_id) select id, now() - place * interval '1 ms', $2 from unnest($1) with ordinality as s(id, place)",
            _sessions.ToArray(), crowded);
        if (isKnownToTheDatabase) await ExecuteAsync("analyze agent_mailboxes");

        var plan = await PlanOfClaimAsync(crowded, slots);
        Assert.Equal(slots, (int)plan["Plans"]!.AsArray().Single(node => (string?)node!["Parent Relationship"] == "Outer")!["Actual Rows"]!); // what it updates
        Assert.InRange((int)plan["Shared Hit Blocks"]! + (int)plan["Shared Read Blocks"]!, slots, slots * pagesOfOne);
    }

    [Fact]
    public async Task Agents_that_nobody_knows_share_the_routers_slots_and_the_oldest_is_first()
    {
        string[] waiting = ["nobody-a", AgentDirectory.RouterName, "nobody-b", AgentDirectory.RouterName, "nobody-a", "known"];
        foreach (var agent in waiting) await ArriveAsync(agent);
        var free = new Dictionary<string, int> { [AgentDirectory.RouterName] = 2, ["known"] = 2 };

        Assert.Equal([0, 1, 5], await ClaimAsync(free));
        Assert.Equal([2, 3], await ClaimAsync(free));
        Assert.Equal([4], await ClaimAsync(free));
        Assert.Empty(await ClaimAsync(free));
    }

    [Fact]
    public async Task Sessions_take_turns_however_many_one_of_them_has()
    {
        await ArriveAsync("known", count: 3);
        await ArriveAsync("known");
        await ArriveAsync("known");
        var one = new Dictionary<string, int> { ["known"] = 1 };

        var order = new List<int>();
        while (await _mailboxes.ClaimAsync(one, ["known"], Cancelled) is [var turn])
        {
            order.Add(_sessions.IndexOf(turn.SessionId));
            Assert.True((await _mailboxes.CompleteAsync(turn, TurnResponse.Failed(turn, FailureCodes.AttemptsExhausted, DateTimeOffset.UnixEpoch), Cancelled)).IsComplete);
        }

        Assert.Equal([0, 1, 2, 0, 0], order);
    }

    [Fact]
    public async Task An_attempt_is_counted_before_it_begins_and_stands_in_the_turn_when_it_has_ended()
    {
        await ArriveAsync("known", count: 2);
        var one = new Dictionary<string, int> { ["known"] = 1 };
        Task<IReadOnlyList<ClaimedTurn>> ClaimAsync() => _mailboxes.ClaimAsync(one, ["known"], Cancelled);

        Assert.Equal(1, Assert.Single(await ClaimAsync()).Attempt);
        await ExecuteAsync("update agent_mailboxes set leased_until = now() - interval '1 s' where session_id = any($1)", _sessions.ToArray()); // its process died
        var second = Assert.Single(await ClaimAsync());
        Assert.Equal(2, second.Attempt);
        Assert.True(await _mailboxes.ReleaseAsync(second, TimeSpan.Zero, counts: false, agentId: null, Cancelled));
        var again = Assert.Single(await ClaimAsync());
        Assert.Equal(2, again.Attempt);
        await _mailboxes.CompleteAsync(again, TurnResponse.Failed(again, FailureCodes.AttemptsExhausted, DateTimeOffset.UnixEpoch), Cancelled);

        await using var row = await CommandOf("select attempts, started_at from agent_turns where session_id = any($1) and session_seq = 1", _sessions.ToArray()).ExecuteReaderAsync(Cancelled);
        Assert.True(await row.ReadAsync(Cancelled));
        Assert.Equal((2, again.StartedAt), (row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1)));
        Assert.Equal(1, Assert.Single(await ClaimAsync()).Attempt); // the next one has not been tried
    }

    private async Task<List<int>> ClaimAsync(Dictionary<string, int> free)
    {
        var claimed = await _mailboxes.ClaimAsync(free, [.. free.Keys], Cancelled);
        return [.. claimed.Select(turn => _sessions.IndexOf(turn.SessionId)).Order()];
    }

    private async Task ArriveAsync(string agent, int count = 1)
    {
        var session = Guid.NewGuid();
        _sessions.Add(session);
        var inbox = new TurnInbox(_database, _options);
        for (var seq = 1; seq <= count; seq++)
        {
            var id = Guid.NewGuid();
            var request = new RequestCreated(id, session, "jane", IntegrationType.Web, "message", "Hello", null, null, agent, false, DateTimeOffset.UnixEpoch);
            await inbox.StoreAsync(
                [new($"{id}", ServiceNames.RequestManager, EventTypes.RequestCreated, DateTimeOffset.UnixEpoch, $"{id}", request) { SessionSeq = seq }],
                new Dictionary<string, int>(), [agent], Cancelled);
        }
    }

    // As the services' connections plan it: without knowing what it is asked for.
    private async Task<JsonNode> PlanOfClaimAsync(string agent, int slots)
    {
        await using var connection = await _database.OpenConnectionAsync(Cancelled);
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        string[] statements =
        [
            "set local plan_cache_mode = force_generic_plan", "set local enable_seqscan = off", "set local jit = off",
            $"prepare claim_to_explain (text[], int[], text, text[], uuid, interval) as {MailboxSql.ClaimMailboxes}",
        ];
        foreach (var statement in statements) await new NpgsqlCommand(statement, connection).ExecuteNonQueryAsync(Cancelled);
        var explain = $"explain (analyze, buffers, format json) execute claim_to_explain(array['{agent}'], array[{slots}], 'router', array['{agent}'], gen_random_uuid(), '10 s')";
        var plan = (string)(await new NpgsqlCommand(explain, connection).ExecuteScalarAsync(Cancelled))!;
        await transaction.RollbackAsync(Cancelled);
        await new NpgsqlCommand("deallocate claim_to_explain", connection).ExecuteNonQueryAsync(Cancelled);
        return JsonNode.Parse(plan)![0]!["Plan"]!;
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = CommandOf(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand CommandOf(string sql, params object[] parameters)
    {
        var command = _database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
