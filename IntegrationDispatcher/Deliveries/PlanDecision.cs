using System.Text.Json.Serialization;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>What a plan says about one integration, and why, in words for the person.</summary>
/// <param name="MaxAttempts">The first and the retries; null where nothing is sent.</param>
internal sealed record PlanDecision(IntegrationType IntegrationType, Verdict Decision, string Reason, int? Priority = null, int? MaxAttempts = null);

[JsonConverter(typeof(UpperCaseEnumConverter<Verdict>))]
internal enum Verdict
{
    Chosen,

    /// <summary>Goes out only when those before it have ended without success.</summary>
    Standby,

    Skipped,
}
