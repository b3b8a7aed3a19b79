using System.Text.Json.Nodes;
using AgentService.Tools;
using AgentService.Tools.Effects;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentService.Tests.Tools;

public sealed class ToolRunnerTests(AgentPostgres postgres)
{
    private const string Step = "open-request", Secret = "what nobody else should read";

    private static readonly TimeSpan _long = TimeSpan.FromMinutes(1);

    private readonly Guid _flow = Guid.NewGuid();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_called_once_is_not_called_again_and_its_answer_stays()
    {
        var tool = new PlayedTool();
        Assert.Equal("1", (string?)(await RunAsync(tool))!["number"]);
        tool.OnCall = (_, _) => Task.FromResult<JsonObject?>(new() { ["number"] = "2" });

        Assert.Equal("1", (string?)(await RunAsync(tool))!["number"]);
        Assert.Equal(1, tool.Calls);
    }

    [Fact]
    public async Task An_answer_of_nothing_is_an_answer()
    {
        var tool = new PlayedTool { OnCall = (_, _) => Task.FromResult<JsonObject?>(null) };

        Assert.Null(await RunAsync(tool));
        Assert.Null(await RunAsync(tool));
        Assert.Equal(1, tool.Calls);
    }

    [Fact]
    public async Task Another_step_and_another_flow_are_other_calls()
    {
        var tool = new PlayedTool();
        await RunAsync(tool);

        await RunAsync(tool, step: "another");
        await RunAsync(tool, flow: Guid.NewGuid());
        Assert.Equal(3, tool.Calls);
    }

    [Fact]
    public async Task The_row_is_committed_before_the_call()
    {
        object? rows = null;
        var tool = new PlayedTool { OnCall = async (_, _) => { rows = await ScalarAsync("select count(*) from tool_calls where finished_at is null and"); return null; } };

        await RunAsync(tool);

        Assert.Equal(1L, rows);
    }

    [Fact]
    public async Task A_call_whose_outcome_nobody_wrote_down_is_looked_up_and_not_made_again()
    {
        var tool = new PlayedTool { RepeatsSafely = true, OnFind = call => new() { ["number"] = call.Key } };
        await BegunByAReplicaThatDiedAsync(tool);

        Assert.Equal(ToolKey.Of(_flow, Step), (string?)(await RunAsync(tool))!["number"]);
        Assert.Equal(ToolKey.Of(_flow, Step), (string?)(await RunAsync(tool))!["number"]);
        Assert.Equal(0, tool.Calls);
    }

    [Theory]
    [InlineData(true, 12, 1)]
    [InlineData(false, 22, 1)]
    [InlineData(true, 5, 0)] // with a time-out of ten seconds
    [InlineData(false, 19, 0)]
    public async Task One_that_did_nothing_is_made_again_once_it_cannot_be_on_its_way_any_more(bool repeatsSafely, int secondsAgo, int calls)
    {
        var tool = new PlayedTool { RepeatsSafely = repeatsSafely };
        await BegunByAReplicaThatDiedAsync(tool);
        await ScalarAsync($"update tool_calls set started_at = started_at - interval '{secondsAgo} s', open_until = open_until - interval '{secondsAgo} s' where");

        if (calls == 1) await RunAsync(tool);
        else Assert.True((await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool))) is { IsTooSoon: true, Passes: true });
        Assert.Equal(calls, tool.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replicas_that_race_never_call_twice(bool repeatsSafely)
    {
        var tool = new PlayedTool { RepeatsSafely = repeatsSafely, OnCall = async (_, _) => { await Task.Delay(300, Ending); return new() { ["number"] = "1" }; } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunUntilKnownAsync(tool))));

        Assert.All(answers, answer => Assert.Equal("1", answer));
        Assert.Equal((1, 1), (tool.Calls, tool.MostAtOnce));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replicas_that_race_for_what_a_dead_one_left_call_it_once(bool repeatsSafely)
    {
        var tool = new PlayedTool { RepeatsSafely = repeatsSafely, OnCall = async (_, _) => { await Task.Delay(300, Ending); return new() { ["number"] = "1" }; } };
        await BegunByAReplicaThatDiedAsync(tool);
        await ScalarAsync("update tool_calls set started_at = started_at - interval '1 min', open_until = open_until - interval '1 min' where");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunUntilKnownAsync(tool))));

        Assert.All(answers, answer => Assert.Equal("1", answer));
        Assert.Equal((1, 1), (tool.Calls, tool.MostAtOnce));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_certainly_did_nothing_leaves_no_trace_and_a_later_yes_makes_it(bool passes)
    {
        var tool = new PlayedTool { OnCall = (_, _) => throw new ToolException("refused") { DidNothing = true, Passes = passes } };
        await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool));
        Assert.Equal(0L, await ScalarAsync("select count(*) from tool_calls where"));
        tool.OnCall = (_, _) => Task.FromResult<JsonObject?>(new() { ["number"] = "1" });

        Assert.NotNull(await RunAsync(tool));
    }

    [Fact]
    public async Task One_that_did_nothing_the_second_time_leaves_the_first_to_be_looked_up()
    {
        var tool = new PlayedTool { RepeatsSafely = true, OnCall = (_, _) => throw new ToolException("broken") { Passes = true } };
        await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool));
        tool.OnCall = (_, _) => throw new ToolException("refused") { DidNothing = true };
        await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool));
        tool.OnFind = _ => new() { ["number"] = "of the first" };

        Assert.Equal("of the first", (string?)(await RunAsync(tool))!["number"]);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_ends_unknown()
    {
        var tool = new PlayedTool { Timeout = TimeSpan.FromMilliseconds(100), OnCall = async (_, _) => { await Task.Delay(_long, CancellationToken.None); return null; } };

        Assert.True((await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool))) is { Passes: true, DidNothing: false });

        tool.OnFind = _ => new() { ["number"] = "1" };
        Assert.NotNull(await RunAsync(tool));
    }

    [Fact]
    public async Task A_turn_that_is_given_up_leaves_its_call_to_the_next_at_once()
    {
        using var lost = new CancellationTokenSource();
        var tool = new PlayedTool { RepeatsSafely = true, OnCall = async (_, cut) => { await lost.CancelAsync(); await Task.Delay(_long, cut); return null; } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(tool, ending: lost.Token));
        tool.OnCall = (_, _) => Task.FromResult<JsonObject?>(new() { ["number"] = "1" });

        Assert.NotNull(await RunAsync(tool));
    }

    [Fact]
    public async Task An_agent_has_only_the_tools_it_is_allowed()
    {
        var tool = new PlayedTool();

        Assert.True((await Assert.ThrowsAsync<ToolException>(() => RunAsync(tool, allowed: ["another.tool"]))) is { Passes: false, DidNothing: true });
        Assert.Equal(0, tool.Calls);
    }

    [Fact]
    public async Task A_tool_that_does_not_exist_has_an_effect_and_cannot_be_called()
    {
        var runner = ToolRunners.Of([]);

        Assert.True(runner.HasEffect("played.tool"));
        await Assert.ThrowsAsync<ToolException>(() => runner.RunAsync(["played.tool"], "played.tool", _flow, Step, ToolRunners.CallOf("alice"), Ending));
    }

    [Fact]
    public async Task What_only_reads_is_read_each_time()
    {
        var tool = new PlayedTool { HasEffect = false };
        await RunAsync(tool);
        await RunAsync(tool);

        Assert.Equal(2, tool.Calls);
        Assert.Equal(0L, await ScalarAsync("select count(*) from tool_calls where"));
    }

    [Fact]
    public async Task A_call_is_one_line_in_the_log_and_says_nothing_of_what_was_said()
    {
        var log = new Lines();
        var tool = new PlayedTool { OnCall = (call, _) => Task.FromResult<JsonObject?>(new() { ["said"] = Secret }) };

        await ToolRunners.Of([tool], await JournalAsync(), logger: log).RunAsync([tool.Name], tool.Name, _flow, Step, ToolRunners.CallOf(Secret, ("said", Secret)), Ending);

        var line = Assert.Single(log.Written);
        Assert.StartsWith("tool.called", line, StringComparison.Ordinal);
        Assert.Contains("played.tool", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open-request")]
    [InlineData("with spaces and ^carets^ 🙂")]
    [InlineData("")]
    public void A_key_is_short_and_plain_whatever_the_step_is_called(string step)
    {
        var key = ToolKey.Of(_flow, step + new string('x', step.Length * 9));
        Assert.Matches("^[A-Za-z0-9._-]{33,97}$", key);
        Assert.NotEqual(key, ToolKey.Of(_flow, step + "2"));
    }

    private async Task<string?> RunUntilKnownAsync(PlayedTool tool)
    {
        while (true)
        {
            try
            {
                return (string?)(await RunAsync(tool))!["number"];
            }
            catch (ToolException e) when (e.IsTooSoon)
            {
                await Task.Delay(50, Ending);
            }
        }
    }

    private async Task<JsonObject?> RunAsync(PlayedTool tool, string step = Step, Guid? flow = null, string[]? allowed = null, CancellationToken? ending = null) =>
        await ToolRunners.Of([tool], await JournalAsync())
            .RunAsync(allowed ?? [tool.Name], tool.Name, flow ?? _flow, step, ToolRunners.CallOf("alice", ("summary", "a laptop")), ending ?? Ending);

    private async Task BegunByAReplicaThatDiedAsync(PlayedTool tool) =>
        Assert.IsType<JournalEntry.Begun>(await (await JournalAsync()).BeginAsync(new(_flow, Step), tool.Name, ToolRunners.CallOf("alice"), TimeSpan.FromSeconds(11), Ending));

    private async Task<ToolJournal> JournalAsync() => new(await postgres.DatabaseAsync());

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = (await postgres.DatabaseAsync()).CreateCommand($"{sql} flow_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _flow });
        return await command.ExecuteScalarAsync(Ending);
    }

    private sealed class Lines : ILogger<ToolRunner>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
