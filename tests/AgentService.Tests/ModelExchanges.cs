using System.Text.Json.Nodes;

namespace AgentService.Tests;

/// <summary>
/// What a model server answers, in the documented shapes: https://platform.openai.com/docs/api-reference/responses and …/chat, both whole and as a stream.
/// </summary>
internal sealed class ModelExchanges
{
    public const string ModelId = "served-model", CallId = "call_1";

    private const string Usage = """
        {"input_tokens":11,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":18}
        """;

    public const string Models = $$"""{"object":"list","data":[{"id":"{{ModelId}}","object":"model","created":1700000000,"owned_by":"us"}]}""";

    /// <summary>What the model says.</summary>
    public string Says { get; set; } = "It is there.";

    /// <summary>A function that the model wants called first.</summary>
    public string? Calls { get; set; }

    /// <summary>How the answer ends.</summary>
    public Ending Ending { get; set; }

    /// <summary>Which events the Responses API sends.</summary>
    public Shown Shown { get; set; }

    public string Completion(bool calls)
    {
        var message = calls
            ? $$$"""{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"{{{CallId}}}","type":"function","function":{"name":"{{{Calls}}}","arguments":"{}"}}]}"""
            : $$"""{"role":"assistant","content":"{{Says}}","refusal":null,"annotations":[]}""";
        return $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"{{{ModelId}}}",
            "choices":[{"index":0,"message":{{{message}}},"logprobs":null,"finish_reason":"{{{FinishReason(calls)}}}"}],
            "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
            """;
    }

    public IEnumerable<string> CompletionChunks(bool calls)
    {
        yield return Chunk("""{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}""");
        if (calls)
        {
            yield return Chunk(
                $$$"""{"index":0,"delta":{"tool_calls":[{"index":0,"id":"{{{CallId}}}","type":"function","function":{"name":"{{{Calls}}}","arguments":""}}]},"finish_reason":null}""");
            yield return Chunk("""{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"finish_reason":null}""");
        }
        else
        {
            foreach (var piece in Pieces) yield return Chunk($$$"""{"index":0,"delta":{"content":"{{{piece}}}"},"finish_reason":null}""");
        }

        if (Ending == Ending.Broken) yield break;
        if (Ending == Ending.Failed)
        {
            yield return """data: {"error":{"message":"You said: a secret","type":"server_error","param":null,"code":null}}""";
            yield break;
        }

        yield return Chunk($$"""{"index":0,"delta":{},"finish_reason":"{{FinishReason(calls)}}"}""");
        yield return Chunk("", """{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}""");
        yield return "data: [DONE]";
    }

    public string Response(bool calls) => ResponseOf(
        Ending switch { Ending.CutOff => "incomplete", Ending.Failed => "failed", _ => "completed" }, Ending == Ending.Failed ? "" : Item(calls, "completed"));

    public IEnumerable<string> ResponseEvents(bool calls)
    {
        var events = calls ? CallEvents() : MessageEvents();
        var shown = Shown switch
        {
            Shown.Everything => events,
            Shown.Pieces => events.Where(one => one.Type == "response.output_text.delta").Prepend(("response.something_new", "\"item_id\":\"item_1\"")),
            _ => [],
        };
        return (Ending == Ending.Broken ? shown : shown.Append(End(calls))).Select(Event);
    }

    private string[] Pieces => [.. Says.Split(' ').Select((word, index) => index == 0 ? word : $" {word}")];

    private IEnumerable<(string Type, string Members)> MessageEvents()
    {
        const string place = "\"item_id\":\"item_1\",\"output_index\":0,\"content_index\":0";
        foreach (var begun in Begun(calls: false)) yield return begun;
        yield return ("response.content_part.added", $$"""{{place}},"part":{"type":"output_text","text":"","annotations":[]}""");
        foreach (var piece in Pieces) yield return ("response.output_text.delta", $"{place},\"delta\":\"{piece}\",\"logprobs\":[]");
        yield return ("response.output_text.done", $"{place},\"text\":\"{Says}\",\"logprobs\":[]");
        yield return ("response.content_part.done", $$"""{{place}},"part":{"type":"output_text","text":"{{Says}}","annotations":[]}""");
        yield return ("response.output_item.done", $"\"output_index\":0,\"item\":{Item(calls: false, "completed")}");
    }

    private IEnumerable<(string Type, string Members)> CallEvents()
    {
        const string place = "\"item_id\":\"item_1\",\"output_index\":0";
        foreach (var begun in Begun(calls: true)) yield return begun;
        yield return ("response.function_call_arguments.delta", place + ",\"delta\":\"{}\"");
        yield return ("response.function_call_arguments.done", place + ",\"arguments\":\"{}\"");
        yield return ("response.output_item.done", $"\"output_index\":0,\"item\":{Item(calls: true, "completed")}");
    }

    private IEnumerable<(string Type, string Members)> Begun(bool calls)
    {
        yield return ("response.created", $"\"response\":{ResponseOf("in_progress", "")}");
        yield return ("response.in_progress", $"\"response\":{ResponseOf("in_progress", "")}");
        yield return ("response.output_item.added", $"\"output_index\":0,\"item\":{Item(calls, "in_progress")}");
    }

    private (string Type, string Members) End(bool calls) =>
        (Ending switch { Ending.CutOff => "response.incomplete", Ending.Failed => "response.failed", _ => "response.completed" }, $"\"response\":{Response(calls)}");

    private string Item(bool calls, string status)
    {
        var isDone = status == "completed";
        return calls
            ? $$"""{"type":"function_call","id":"item_1","call_id":"{{CallId}}","name":"{{Calls}}","arguments":"{{(isDone ? "{}" : "")}}","status":"{{status}}"}"""
            : $$"""{"type":"message","id":"item_1","status":"{{status}}","role":"assistant","content":[{{(isDone ? $$"""{"type":"output_text","text":"{{Says}}","annotations":[]}""" : "")}}]}""";
    }

    private static string ResponseOf(string status, string output) =>
        $$"""
        {"id":"resp_1","object":"response","created_at":1700000000,"status":"{{status}}",
        "error":{{(status == "failed" ? """{"code":"server_error","message":"You said: a secret"}""" : "null")}},
        "incomplete_details":{{(status == "incomplete" ? """{"reason":"max_output_tokens"}""" : "null")}},
        "instructions":null,"model":"{{ModelId}}","output":[{{output}}],"parallel_tool_calls":true,"tool_choice":"auto","tools":[],"metadata":{},
        "usage":{{(status == "in_progress" ? "null" : Usage)}}}
        """;

    private string FinishReason(bool calls) => Ending == Ending.CutOff ? "length" : calls ? "tool_calls" : "stop";

    private static string Chunk(string choice, string usage = "null") =>
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"{{ModelId}}","choices":[{{choice}}],"usage":{{usage}}}""";

    private static string Event((string Type, string Members) one, int number)
    {
        var data = JsonNode.Parse($$"""{"type":"{{one.Type}}","sequence_number":{{number}},{{one.Members}}}""")!;
        return $"event: {one.Type}\ndata: {data.ToJsonString()}";
    }
}

internal enum Ending
{
    Whole,
    CutOff,
    Failed,
    Broken,
}

internal enum Shown
{
    /// <summary>All that are documented, and no other.</summary>
    Everything,

    /// <summary>Those with text, the last one, and one that is newer than we are.</summary>
    Pieces,

    /// <summary>The last one.</summary>
    End,
}
