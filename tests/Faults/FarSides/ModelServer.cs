using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Faults.FarSides;

/// <summary>A server of language models, over OpenAI's chat completions: it says back the last thing that was said.</summary>
internal static class ModelServer
{
    /// <summary>Whatever has this word in it fails, each time.</summary>
    public const string Poison = "poison";

    private const string Router = "Decide which of the options";

    public static Task<LoopbackServer> StartAsync() => LoopbackServer.StartAsync(AnswerAsync);

    private static async Task AnswerAsync(HttpContext context)
    {
        var asked = await JsonNode.ParseAsync(context.Request.Body);
        var messages = asked!["messages"]!.AsArray();
        var said = TextOf(messages[^1]!);
        if (said.Contains(Poison, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        var answer = TextOf(messages[0]!).StartsWith(Router, StringComparison.Ordinal) ? "0" : $"echo: {said}";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "echo",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer },
                ["finish_reason"] = "stop",
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
        }.ToJsonString());
    }

    // A text, or a list of parts.
    private static string TextOf(JsonNode message) => message["content"] is JsonArray parts
        ? string.Concat(parts.Select(part => (string?)part!["text"])) : (string?)message["content"] ?? "";
}
