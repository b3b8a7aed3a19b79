using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AgentService.Agents;

/// <summary>Section <c>Agents</c>: who answers.</summary>
public sealed class AgentOptions
{
    public const string Section = "Agents";

    /// <summary>The definitions: one <c>*.yaml</c> per agent, and the Markdown files they name. Relative to the service's own files.</summary>
    [Required]
    public string Directory { get; set; } = "Config/agents";

    /// <summary>Whether the definitions are read again when one changes. For writing agents; the AppHost sets it in run mode.</summary>
    public bool Reload { get; set; }

    /// <summary>How many turns of one agent a replica works on at once, where the agent's definition has no <c>max_concurrent_turns</c>.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentTurns { get; set; } = 32;
}

[OptionsValidator]
internal sealed partial class AgentOptionsValidator : IValidateOptions<AgentOptions>;
