using System.Text.Json.Serialization;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations;

/// <summary>What a far side said to the question whether it would take messages from this server.</summary>
/// <param name="Reason">In words for an administrator, without secrets; null when healthy.</param>
internal sealed record Probe(ProbeVerdict Verdict, string? Reason)
{
    public static Probe Healthy { get; } = new(ProbeVerdict.Healthy, null);

    /// <summary>It knows us and says no: nothing is sent that way until it says otherwise.</summary>
    public static Probe Refused(string reason) => new(ProbeVerdict.Refused, reason);

    /// <summary>It does not answer: deliveries wait for it.</summary>
    public static Probe Unreachable(string reason) => new(ProbeVerdict.Unreachable, reason);
}

[JsonConverter(typeof(UpperCaseEnumConverter<ProbeVerdict>))]
internal enum ProbeVerdict
{
    Healthy,
    Unreachable,
    Refused,
}
