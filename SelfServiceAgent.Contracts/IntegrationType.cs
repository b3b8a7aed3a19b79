using System.Text.Json.Serialization;

namespace SelfServiceAgent.Contracts;

/// <summary>A way into the system or out of it. Read in any case, written in upper case.</summary>
[JsonConverter(typeof(UpperCaseEnumConverter<IntegrationType>))]
public enum IntegrationType
{
    Slack,
    Web,
    Cli,
    Tool,
    Email,
    Sms,
    Webhook,
    Teams,
    Discord,
    Test,
}
