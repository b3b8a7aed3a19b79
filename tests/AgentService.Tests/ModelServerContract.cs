using System.Text.Json.Nodes;
using AgentService.Models;
using Microsoft.Extensions.AI;

namespace AgentService.Tests;

/// <summary>What every model server is to us, whichever protocol it speaks.</summary>
public abstract class ModelServerContract(string provider, string path, bool hasResponses)
{
    private static readonly ChatMessage[] _messages =
    [
        new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hello!"), new(ChatRole.User, "Where is it?"),
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_comes_with_its_usage_and_the_request_is_as_documented()
    {
        await using var server = await ModelFarSide.StartAsync(hasResponses);
        var response = await ClientOf(server, options => options.Headers["x-tenant"] = "it").GetResponseAsync(_messages, cancellationToken: Cancelled);

        Assert.Equal(("It is there.", 11, 7), (response.Text, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        var (asked, headers, body) = server.Asked.Last();
        Assert.Equal((path, $"Bearer {ModelFarSide.Key}", "it"), (asked, headers.Authorization.ToString(), headers["x-tenant"].ToString()));
        Assert.Equal(ModelFarSide.ModelId, (string?)body["model"]);
        MustBeAsDocumented(body);
    }

    [Fact]
    public async Task An_answer_is_heard_piece_by_piece()
    {
        await using var server = await ModelFarSide.StartAsync(hasResponses);
        var updates = await ClientOf(server).GetStreamingResponseAsync(_messages, cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.True(updates.Count(update => update.Text.Length > 0) >= 3);
        Assert.Equal("It is there.", updates.ToChatResponse().Text.TrimEnd());
        Assert.Equal(7, updates.ToChatResponse().Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_function_that_the_model_wants_is_called_and_its_result_told()
    {
        await using var server = await ModelFarSide.StartAsync(hasResponses);
        server.Calls = "laptops_find";
        var called = 0;
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(
                    () =>
                    {
                        called++;
                        return "Latitude 7420";
                    },
                    "laptops_find"),
            ],
        };

        var response = await ClientOf(server).AsBuilder().UseFunctionInvocation().Build().GetResponseAsync(_messages, options, Cancelled);

        Assert.Equal(("It is there.", 1), (response.Text, called));
        Assert.Contains("Latitude 7420", server.Asked.Last().Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_no_answer()
    {
        await using var server = await ModelFarSide.StartAsync(hasResponses);
        server.BreaksOff = true;

        var failure = await Assert.ThrowsAsync<ModelException>(
            async () => await ClientOf(server).GetStreamingResponseAsync(_messages, cancellationToken: Cancelled).ToListAsync(Cancelled));

        Assert.True(failure.Passes);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_passes_is_tried_again(int status)
    {
        await using var server = (await ModelFarSide.StartAsync(hasResponses)).With(ModelFarSide.Status(status, retryAfter: "0"));

        Assert.Equal("It is there.", (await ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled)).Text);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    public async Task What_does_not_pass_in_time_is_said_without_a_word_of_what_was_asked(int status, bool passes)
    {
        await using var server = (await ModelFarSide.StartAsync(hasResponses)).With(Enumerable.Repeat(ModelFarSide.Status(status, retryAfter: "0"), 3));

        var failure = await Assert.ThrowsAsync<ModelException>(() => ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.Equal((passes, $"The model server answered {status}."), (failure.Passes, failure.Message));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(passes ? 3 : 1, server.Asked.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_is_waited_for_only_so_long()
    {
        await using var server = (await ModelFarSide.StartAsync(hasResponses)).With(Enumerable.Repeat<Func<Microsoft.AspNetCore.Http.HttpContext, Task>>(ModelFarSide.Hang, 3));

        var failure = await Assert.ThrowsAsync<ModelException>(
            () => ClientOf(server, options => options.Timeout = TimeSpan.FromSeconds(1)).GetResponseAsync(_messages, cancellationToken: Cancelled));

        Assert.True(failure.Passes);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_may_make_sense_later()
    {
        await using var server = (await ModelFarSide.StartAsync(hasResponses)).With(Enumerable.Repeat<Func<Microsoft.AspNetCore.Http.HttpContext, Task>>(ModelFarSide.Nonsense, 3));

        Assert.True((await Assert.ThrowsAsync<ModelException>(() => ClientOf(server).GetResponseAsync(_messages, cancellationToken: Cancelled))).Passes);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_there_later()
    {
        var server = await ModelFarSide.StartAsync(hasResponses);
        var client = ClientOf(server, options => options.ModelId = ModelFarSide.ModelId);
        await server.DisposeAsync();

        Assert.True((await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync(_messages, cancellationToken: Cancelled))).Passes);
    }

    private protected abstract void MustBeAsDocumented(JsonObject body);

    private protected IChatClient ClientOf(ModelFarSide server, Action<ModelOptions>? configure = null)
    {
        var options = new ModelOptions { Provider = provider, BaseUrl = server.BaseUrl, ApiKey = ModelFarSide.Key };
        configure?.Invoke(options);
        return new ServerChatClient(new ModelServer(options), TimeProvider.System);
    }
}

public sealed class OpenAIContract() : ModelServerContract(ModelOptions.OpenAI, "/v1/chat/completions", hasResponses: true)
{
    private protected override void MustBeAsDocumented(JsonObject body) => ModelRequests.MustBeAChatCompletion(body);
}

/// <summary>A Llama Stack that lacks the Responses API.</summary>
public sealed class OlderLlamaStackContract() : ModelServerContract(ModelOptions.LlamaStack, "/v1/chat/completions", hasResponses: false)
{
    private protected override void MustBeAsDocumented(JsonObject body) => ModelRequests.MustBeAChatCompletion(body);
}

public sealed class LlamaStackContract() : ModelServerContract(ModelOptions.LlamaStack, "/v1/responses", hasResponses: true)
{
    private protected override void MustBeAsDocumented(JsonObject body)
    {
        Assert.Equal(1024, (int?)body["max_output_tokens"]);
        Assert.Equal(
            [("system", "Be brief."), ("user", "Hello"), ("assistant", "Hello!"), ("user", "Where is it?")],
            body["input"]!.AsArray().Select(item => ((string?)item!["role"], (string?)item["content"]![0]!["text"])));
    }

    [Fact]
    public async Task What_the_server_does_by_itself_is_asked_for()
    {
        await using var server = await ModelFarSide.StartAsync();
        var client = ClientOf(server, options =>
        {
            options.VectorStores = ["vs_it"];
            options.McpServers["cmdb"] = "https://cmdb.example.com/mcp";
        });
        await client.GetResponseAsync("Where is it?", cancellationToken: TestContext.Current.CancellationToken);

        var tools = server.Asked.Last().Body["tools"]!.AsArray();
        Assert.Equal("""{"type":"file_search","vector_store_ids":["vs_it"]}""", tools.Single(tool => (string?)tool!["type"] == "file_search")!.ToJsonString());
        var mcp = tools.Single(tool => (string?)tool!["type"] == "mcp")!;
        Assert.Equal(
            ("cmdb", "https://cmdb.example.com/mcp", "never"), ((string?)mcp["server_label"], (string?)mcp["server_url"], (string?)mcp["require_approval"]));
    }
}

internal static class ModelRequests
{
    public static void MustBeAChatCompletion(JsonObject body)
    {
        Assert.Equal(1024, (int?)body["max_completion_tokens"] ?? (int?)body["max_tokens"]);
        Assert.Equal(["system", "user", "assistant", "user"], body["messages"]!.AsArray().Select(message => (string?)message!["role"]));
    }
}
