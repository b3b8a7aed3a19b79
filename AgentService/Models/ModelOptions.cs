using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AgentService.Models;

/// <summary>Section <c>Model</c>: the language model behind the agents.</summary>
public sealed class ModelOptions
{
    public const string Section = "Model";

    /// <summary>
    /// <c>embedded</c>: answers with passages of the knowledge base; no network, no weights, the same answer every time.
    /// <c>echo</c>: says back what was said, without looking anything up; for measuring everything else.
    /// </summary>
    [AllowedValues(EmbeddedChatClient.Provider, EchoChatClient.Provider,
        ErrorMessage = "Model:Provider must be " + EmbeddedChatClient.Provider + " or " + EchoChatClient.Provider + ".")]
    public string Provider { get; set; } = EmbeddedChatClient.Provider;

    /// <summary>How long the <c>echo</c> model takes to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan EchoDelay { get; set; }

    /// <summary>Whether passages of the knowledge base are of any use to this model.</summary>
    public bool ReadsKnowledge => Provider != EchoChatClient.Provider;

    /// <summary>Whether this model understands what nobody has written down for it.</summary>
    public bool ReadsFreeText => Provider is not (EchoChatClient.Provider or EmbeddedChatClient.Provider);
}

[OptionsValidator]
internal sealed partial class ModelOptionsValidator : IValidateOptions<ModelOptions>;
