using Microsoft.Extensions.AI;

namespace AgentService.Models;

/// <summary>A language model that is set up.</summary>
/// <param name="ReadsKnowledge">Whether passages of the knowledge base are of any use to it.</param>
/// <param name="ReadsFreeText">Whether it understands what nobody has written down for it, and remembers nothing by itself.</param>
public sealed record Model(string Name, IChatClient Client, bool ReadsKnowledge, bool ReadsFreeText);

/// <summary>All language models that are set up, by name.</summary>
public sealed class ModelDirectory(IEnumerable<Model> models)
{
    /// <summary>The model of agents that name none.</summary>
    public const string Default = "default";

    private readonly Dictionary<string, Model> _byName = models.ToDictionary(model => model.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Model this[string name] => _byName[name];
}
