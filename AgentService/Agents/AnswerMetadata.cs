using System.Text.Json.Nodes;
using AgentService.Knowledge;
using Microsoft.Extensions.AI;

namespace AgentService.Agents;

/// <summary>
/// What an answer says about itself: <c>{"model":"embedded","sources":[{"title":"Passwords","document":"passwords.md","section":"Reset"}]}</c>.
/// The sources are all passages the model was given, best first; left out when there are none.
/// </summary>
internal static class AnswerMetadata
{
    public static JsonObject From(ChatResponse response, IReadOnlyList<FoundPassage> passages)
    {
        var metadata = new JsonObject { ["model"] = response.ModelId };
        if (passages.Count > 0) metadata["sources"] = new JsonArray([.. passages.Select(ToJson)]);
        return metadata;
    }

    private static JsonObject ToJson(FoundPassage passage) => new()
    {
        ["title"] = passage.Title,
        ["document"] = passage.Document,
        ["section"] = passage.Section,
    };
}
