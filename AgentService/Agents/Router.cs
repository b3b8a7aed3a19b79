using AgentService.Flows;
using AgentService.Models;

namespace AgentService.Agents;

/// <summary>Finds out for whom a message is: by the agents' own phrases, else by asking the model, where there is one that understands.</summary>
public sealed class Router(AgentDirectory agents)
{
    /// <summary>Who asks how something is done gets an answer, and is not led into doing it.</summary>
    private static readonly HashSet<string> _asking = ["when", "how", "what", "why", "where", "which", "who", "whom", "am", "is", "are", "does", "do", "did", "was"];

    /// <param name="free">Null where no model is to be asked.</param>
    /// <returns>Null when the router answers itself.</returns>
    public async Task<AgentDefinition?> ChooseAsync(string content, FreeText? free, CancellationToken cancellationToken)
    {
        if (SmallTalk.KindOf(content) != SmallTalkKind.None) return null;
        if (Match(content) is { } match) return match;
        var others = agents.All.Where(agent => agent.Name != AgentDirectory.RouterName).OrderBy(agent => agent.Name, StringComparer.Ordinal).ToList();
        if (free is not null && others.Count > 0)
        {
            var which = await free.WhichAsync([.. others.Select(agent => $"{agent.Name}: {agent.Description}")], content, cancellationToken);
            if (which is { } chosen) return others[chosen];
        }

        return agents.Router.Otherwise is { } otherwise ? agents.Find(otherwise) : null;
    }

    /// <returns>The agent with the longest phrase in the message; null when none has one, or two alike.</returns>
    public AgentDefinition? Match(string content)
    {
        var words = Spoken.Words(content);
        return words is [var first, ..] && _asking.Contains(first) ? null : Spoken.Nearest(agents.All, agent => agent.Phrases, words);
    }
}
