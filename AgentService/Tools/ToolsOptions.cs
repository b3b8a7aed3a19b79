using System.ComponentModel.DataAnnotations;
using AgentService.Tools.Mcp;
using Microsoft.Extensions.Options;

namespace AgentService.Tools;

/// <summary>Section <c>Tools</c>: what agents can do and look up.</summary>
public sealed class ToolsOptions : IValidatableObject
{
    public const string Section = "Tools";

    // Of tools that are ours; a server of that name would hide behind them.
    private static readonly string[] _taken = ["laptops", "tickets"];

    /// <summary>How long one call of a tool may take, 1 s to 5 min, where the tool has no time of its own.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>MCP servers, by the name that their tools' names begin with.</summary>
    public Dictionary<string, McpServerOptions> Mcp { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, server) in Mcp)
        {
            if (_taken.Contains(name)) yield return new($"{Section}:Mcp:{name} must have another name; tools of ours begin with this one.");
            if (name.Contains('.', StringComparison.Ordinal)) yield return new($"{Section}:Mcp:{name} must have a name without a dot.");
            foreach (var objection in server.Objections()) yield return new($"{Section}:Mcp:{name}:{objection}");
        }
    }
}

[OptionsValidator]
internal sealed partial class ToolsOptionsValidator : IValidateOptions<ToolsOptions>;
