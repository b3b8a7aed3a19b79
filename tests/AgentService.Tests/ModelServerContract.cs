using System.Globalization;
using System.Text.Json.Nodes;
using AgentService.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentService.Tests;

/// <summary>What every model server is to us, whichever protocol it speaks.</summary>
public abstract class ModelServerContract(string provider, string path, int? lacking = null)
{
    private static readonly ChatMessage[] _messages =
    [
        new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hello!"), new(ChatRole.User, "Where is it?"),
    ];

    private static readonly List<string> _optional = ["id", "status"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task An_answer_comes_with_its_usage_and_the_request_is_as_documented(string ending)
    {
        await using var server = await StartAsync();
        var response = await ClientOf(server, options =>
        {
            options.BaseUrl += ending;
            options.Headers["x-tenant"] = "it";
        }).GetResponseAsync(_messages, cancellationToken: Cancelled);

        Assert.Equal(("It is there.", 11, 7), (response.Text, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal("/v1/models", server.Asked.First().Path);
        var (asked, headers, body) = server.Asked.Last();
        Assert.Equal(path, asked);
        MustBe(Asks, body);
        Assert.All(server.Asked, one => Assert.Equal(($"Bearer {ModelFarSide.Key}", "it"), (one.Headers.Authorization.ToString(), one.Headers["x-tenant"].ToString())));
        Assert.StartsWith("application/json", headers.ContentType.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_heard_piece_by_piece()
    {
        await using var server = await StartAsync();
        var updates = await ClientOf(server).GetStreamingResponseAsync(_messages, cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.Equal(["It", " is", " there."], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.Equal((11, 7), (updates.ToChatResponse().Usage!.InputTokenCount, updates.ToChatResponse().Usage!.OutputTokenCount));
        MustBe(AsksForAStream, server.Asked.Last().Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_that_the_model_wants_is_called_and_its_result_told(bool streams)
    {
        await using var server = await StartAsync();
        server.Exchanges.Calls = "laptops_find";
        var called = 0;
        var function = AIFunctionFactory.Create(
            () =>
            {
                called++;
                return "Latitude 7420";
            },
            "laptops_find",
            "Finds it.");
        using var client = ClientOf(server).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [function] };

        var response = streams
            ? await client.GetStreamingResponseAsync("Where is it?", options, Cancelled).ToChatResponseAsync(Cancelled)
            : await client.GetResponseAsync("Where is it?", options, Cancelled);

        Assert.Equal(("It is there.", 1, 14), (response.Text, called, response.Usage!.OutputTokenCount));
        MustBe(TellsTheResult, Essence(server.Asked.Last().Body));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_reaches_its_limit_is_an_answer(bool streams)
    {
        await using var server = await StartAsync();
        server.Exchanges.Ending = Ending.CutOff;

        var response = streams
            ? await ClientOf(server).GetStreamingResponseAsync(_messages, cancellationToken: Cancelled).ToChatResponseAsync(Cancelled)
            : await ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled);

        Assert.Equal(("It is there.", ChatFinishReason.Length, 7), (response.Text, response.FinishReason, response.Usage!.OutputTokenCount));
    }

    [Theory]
    [InlineData(nameof(Ending.Broken))]
    [InlineData(nameof(Ending.Failed))]
    public async Task A_stream_that_breaks_off_is_no_answer(string ending)
    {
        await using var server = await StartAsync();
        server.Exchanges.Ending = Enum.Parse<Ending>(ending);

        var failure = await Assert.ThrowsAsync<ModelException>(
            async () => await ClientOf(server).GetStreamingResponseAsync(_messages, cancellationToken: Cancelled).ToListAsync(Cancelled));

        Assert.True(failure.Passes);
        MustTellNothing(failure);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        await using var server = (await StartAsync()).With(ModelFarSide.Status(status, retryAfter: "0"));

        Assert.Equal("It is there.", (await ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled)).Text);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    public async Task What_does_not_pass_in_time_is_said_without_a_word_of_what_was_asked(int status, bool passes)
    {
        await using var server = await StartAsync();
        var client = ClientOf(server);
        await client.GetResponseAsync(_messages, cancellationToken: Cancelled);
        var before = server.Posted.Count();
        server.With(Enumerable.Repeat(ModelFarSide.Status(status, retryAfter: "0"), 3));

        var failure = await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.Equal((passes, $"The model server answered {status}."), (failure.Passes, failure.Message));
        MustTellNothing(failure);
        Assert.Equal(passes ? 3 : 1, server.Posted.Count() - before);
    }

    [Theory]
    [InlineData("3600", "2026-11-30T13:00:00Z")]
    [InlineData("Mon, 30 Nov 2099 15:00:00 GMT", "2099-11-30T15:00:00Z")]
    public async Task A_server_that_wants_to_be_left_alone_for_longer_than_an_answer_may_take_is_not_waited_for(string retryAfter, string notBefore)
    {
        await using var server = (await StartAsync()).With(ModelFarSide.Status(429, retryAfter));
        var client = ClientOf(server, clock: new QuickClock());

        var failure = await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.Equal((true, "The model server answered 429."), (failure.Passes, failure.Message));
        Assert.Equal(DateTimeOffset.Parse(notBefore, CultureInfo.InvariantCulture), failure.NotBefore);
        Assert.Single(server.Posted, path);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_again_is_waited_for_no_longer_than_an_answer_may_take()
    {
        await using var server = (await StartAsync()).With(Enumerable.Repeat(ModelFarSide.Status(429, retryAfter: "40"), 3));
        var client = ClientOf(server, clock: new QuickClock());

        var failure = await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.Equal((true, "The model server answered 429."), (failure.Passes, failure.Message));
        Assert.Equal(QuickClock.Begin + TimeSpan.FromSeconds(80), failure.NotBefore);
        Assert.Equal([path, path], server.Posted.Where(posted => posted == path));
    }

    [Fact]
    public async Task A_server_that_hangs_is_waited_for_only_so_long()
    {
        await using var server = (await StartAsync()).With(Enumerable.Repeat<Func<HttpContext, Task>>(ModelFarSide.Hang, 3));

        var failure = await Assert.ThrowsAsync<ModelException>(
            () => ClientOf(server, options => options.Timeout = TimeSpan.FromSeconds(1)).GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.True(failure.Passes);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_may_make_sense_later()
    {
        await using var server = (await StartAsync()).With(Enumerable.Repeat<Func<HttpContext, Task>>(ModelFarSide.Nonsense, 3));

        Assert.True((await Assert.ThrowsAsync<ModelException>(() => ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled))).Passes);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_there_later()
    {
        var server = await StartAsync();
        var client = ClientOf(server, options => options.ModelId = ModelFarSide.ModelId);
        await server.DisposeAsync();

        Assert.True((await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled))).Passes);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_chosen_anew_where_none_is_configured()
    {
        await using var server = (await StartAsync()).With(Enumerable.Repeat(ModelFarSide.Status(404), path == "/v1/responses" ? 2 : 1)); // it may lack the API, too
        var client = ClientOf(server);

        Assert.True((await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled))).Passes);
        await client.GetResponseAsync(_messages, cancellationToken: Cancelled);

        Assert.Equal(path, server.Asked.Last().Path);
        Assert.Equal(2, server.Asked.Count(asked => asked.Path == "/v1/models"));
    }

    private protected abstract string Asks { get; }

    private protected abstract string AsksForAStream { get; }

    private protected abstract string TellsTheResult { get; }

    private protected Task<ModelFarSide> StartAsync() => ModelFarSide.StartAsync(lacking);

    private protected IChatClient ClientOf(ModelFarSide server, Action<ModelOptions>? configure = null, TimeProvider? clock = null)
    {
        var options = new ModelOptions { Provider = provider, BaseUrl = server.BaseUrl, ApiKey = ModelFarSide.Key };
        configure?.Invoke(options);
        clock ??= TimeProvider.System;
        return new ServerChatClient("default", new ModelServer(options, clock), clock, NullLogger<ServerChatClient>.Instance);
    }

    // A call that was heard in pieces is told without what servers need not be told again.
    private static JsonObject Essence(JsonObject body)
    {
        body.Remove("stream");
        body.Remove("stream_options");
        foreach (var said in (body["input"] ?? body["messages"])!.AsArray().Select(one => one!.AsObject()))
        {
            if ((string?)said["type"] == "function_call") _optional.ForEach(name => said.Remove(name));
            if (said.ContainsKey("tool_calls")) said.Remove("content");
        }

        return body;
    }

    private static void MustBe(string expected, JsonObject body) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), body), $"expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut got  {body.ToJsonString()}");

    private static void MustTellNothing(ModelException failure)
    {
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ModelFarSide.Key, failure.ToString(), StringComparison.Ordinal);
    }

    // Whoever waits is told at once that the time has passed; a time limit is not waited for.
    private sealed class QuickClock() : FakeTimeProvider(Begin)
    {
        public static readonly DateTimeOffset Begin = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime < new ModelOptions().Timeout) Advance(dueTime);
            return timer;
        }
    }
}
