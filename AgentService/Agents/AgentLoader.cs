using AgentService.Flows;
using AgentService.Knowledge;
using AgentService.Models;
using Microsoft.Extensions.Options;

namespace AgentService.Agents;

/// <summary>Finds the definitions of all agents where the configuration says they are.</summary>
internal sealed class AgentLoader(IOptions<AgentOptions> options, KnowledgeLibrary knowledge, FlowReader flows, ModelDirectory models)
{
    private readonly string _directory = Path.Combine(AppContext.BaseDirectory, options.Value.Directory);

    /// <exception cref="AgentDefinitionException">One of them is wrong.</exception>
    public IReadOnlyList<AgentDefinition> Load() => AgentDefinitions.Load(_directory, knowledge.KnowledgeBases, options.Value.MaxConcurrentTurns, flows, models.Names);

    /// <summary>Another one when a file has changed, come or gone.</summary>
    public long Stamp() => ContentStamp.Of(_directory, "*", SearchOption.TopDirectoryOnly);
}
