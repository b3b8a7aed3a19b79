using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AgentService.Knowledge;

/// <summary>Section <c>Knowledge</c>: what agents answer from.</summary>
public sealed class KnowledgeOptions
{
    public const string Section = "Knowledge";

    /// <summary>One folder of Markdown documents per knowledge base. Relative to the service's own files.</summary>
    [Required]
    public string Directory { get; set; } = "Config/knowledge";

    /// <summary>How often each replica looks whether a document has changed, come or gone, and then indexes anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many passages a question may find.</summary>
    [Range(1, 20)]
    public int MaxPassages { get; set; } = 5;

    /// <summary>
    /// Below this score a passage is no answer. 0 keeps every passage with one word of the question in it, 1 only those with all of them in
    /// their headings.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MinimumScore { get; set; } = 0.35;
}

[OptionsValidator]
internal sealed partial class KnowledgeOptionsValidator : IValidateOptions<KnowledgeOptions>;
