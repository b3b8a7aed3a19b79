using AgentService.Models;
using Microsoft.Extensions.AI;

namespace AgentService.Tests;

public abstract class ChatCompletionsContract(string provider, int? lacking = null) : ModelServerContract(provider, "/v1/chat/completions", lacking)
{
    private protected override string Asks => """
        {"model":"served-model","max_completion_tokens":1024,
         "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"},{"role":"assistant","content":"Hello!"},{"role":"user","content":"Where is it?"}]}
        """;

    private protected override string AsksForAStream => """
        {"model":"served-model","max_completion_tokens":1024,"stream":true,"stream_options":{"include_usage":true},
         "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"},{"role":"assistant","content":"Hello!"},{"role":"user","content":"Where is it?"}]}
        """;

    private protected override string TellsTheResult => """
        {"model":"served-model","max_completion_tokens":1024,"tool_choice":"auto",
         "tools":[{"type":"function","function":{"name":"laptops_find","description":"Finds it.",
           "parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}],
         "messages":[{"role":"user","content":"Where is it?"},
           {"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"laptops_find","arguments":"{}"}}]},
           {"role":"tool","tool_call_id":"call_1","content":"\"Latitude 7420\""}]}
        """;
}

public sealed class OpenAIContract() : ChatCompletionsContract(ModelOptions.OpenAI);

public sealed class LlamaStackContract() : ModelServerContract(ModelOptions.LlamaStack, "/v1/responses")
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected override string Asks => """
        {"model":"served-model","max_output_tokens":1024,"store":false,
         "input":[{"type":"message","role":"system","content":[{"type":"input_text","text":"Be brief."}]},
           {"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]},
           {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello!","annotations":[]}]},
           {"type":"message","role":"user","content":[{"type":"input_text","text":"Where is it?"}]}]}
        """;

    private protected override string AsksForAStream => """
        {"model":"served-model","max_output_tokens":1024,"store":false,"stream":true,
         "input":[{"type":"message","role":"system","content":[{"type":"input_text","text":"Be brief."}]},
           {"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]},
           {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello!","annotations":[]}]},
           {"type":"message","role":"user","content":[{"type":"input_text","text":"Where is it?"}]}]}
        """;

    private protected override string TellsTheResult => """
        {"model":"served-model","max_output_tokens":1024,"store":false,
         "tools":[{"type":"function","name":"laptops_find","description":"Finds it.","strict":null,
           "parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false}}],
         "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Where is it?"}]},
           {"type":"function_call","call_id":"call_1","name":"laptops_find","arguments":"{}"},
           {"type":"function_call_output","call_id":"call_1","output":"\"Latitude 7420\""}]}
        """;

    [Fact]
    public async Task What_the_server_does_by_itself_is_asked_for_where_tools_are_wanted()
    {
        await using var server = await StartAsync();
        var client = ClientOf(server, options =>
        {
            options.VectorStores = ["vs_it"];
            options.McpServers["cmdb"] = new() { Url = "https://cmdb.example.com/mcp", AllowedTools = ["find_laptop"] };
        });
        await client.GetResponseAsync("Where is it?", cancellationToken: Cancelled);
        await client.GetResponseAsync("Which of them?", new() { ToolMode = ChatToolMode.None }, Cancelled);

        var bodies = server.Asked.Where(asked => asked.Path == "/v1/responses").Select(asked => asked.Body).ToList();
        Assert.Equal(
            [
                """{"type":"file_search","vector_store_ids":["vs_it"]}""",
                """{"type":"mcp","server_label":"cmdb","server_url":"https://cmdb.example.com/mcp","allowed_tools":{"tool_names":["find_laptop"]},"require_approval":"never"}""",
            ],
            bodies[0]["tools"]!.AsArray().Select(tool => tool!.ToJsonString()));
        Assert.False(bodies[1].ContainsKey("tools"));
    }

    [Fact]
    public async Task The_far_side_streams_nothing_that_is_not_documented()
    {
        await using var server = await StartAsync();

        var said = await ClientOf(server).GetStreamingResponseAsync("Where is it?", cancellationToken: Cancelled).ToListAsync(Cancelled);
        server.Exchanges.Calls = "laptops_find";
        var called = await ClientOf(server).GetStreamingResponseAsync("Where is it?", cancellationToken: Cancelled).ToListAsync(Cancelled);

        Assert.All([.. said, .. called], update => Assert.True(update.RawRepresentation!.GetType().IsPublic, "an event that OpenAI's library does not know"));
    }

    [Theory]
    [InlineData(nameof(Shown.Pieces))]
    [InlineData(nameof(Shown.End))]
    public async Task Events_may_be_missing_as_long_as_the_last_one_is_not(string shown)
    {
        await using var server = await StartAsync();
        server.Exchanges.Shown = Enum.Parse<Shown>(shown);

        var said = await ClientOf(server).GetStreamingResponseAsync("Where is it?", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled);
        server.Exchanges.Calls = "laptops_find";
        var called = await ClientOf(server).GetStreamingResponseAsync("Where is it?", cancellationToken: Cancelled).ToChatResponseAsync(Cancelled);

        Assert.Equal("It is there.", said.Text);
        Assert.Equal("laptops_find", Assert.Single(called.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()).Name);
    }

    [Fact]
    public async Task An_answer_that_the_server_gave_up_is_none()
    {
        await using var server = await StartAsync();
        server.Exchanges.Ending = Ending.Failed;

        var failure = await Assert.ThrowsAsync<ModelException>(() => ClientOf(server).GetResponseAsync("Where is it?", cancellationToken: Cancelled));

        Assert.True(failure.Passes);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>Llama Stacks that lack the Responses API, and say so in different ways.</summary>
public abstract class OlderLlamaStackContract(int lacking) : ChatCompletionsContract(ModelOptions.LlamaStack, lacking)
{
    [Fact]
    public async Task It_is_asked_once_for_what_it_lacks()
    {
        await using var server = await StartAsync();
        var client = ClientOf(server);
        await client.GetResponseAsync("Where is it?", cancellationToken: TestContext.Current.CancellationToken);
        await client.GetResponseAsync("Where is it?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["/v1/responses", "/v1/chat/completions", "/v1/chat/completions"], server.Posted);
    }
}

public sealed class LlamaStackWithoutRoute() : OlderLlamaStackContract(404);

public sealed class LlamaStackWithoutMethod() : OlderLlamaStackContract(405);

public sealed class LlamaStackWithoutImplementation() : OlderLlamaStackContract(501);
