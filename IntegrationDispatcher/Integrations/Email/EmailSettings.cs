using System.Text.Json.Nodes;
using static IntegrationDispatcher.Preferences.ConfigValues;

namespace IntegrationDispatcher.Integrations.Email;

/// <summary>How one person wants their mails.</summary>
internal sealed record EmailSettings(string Address, bool IsHtml, string? ReplyTo, bool IncludeSignature, bool IncludeAgentInfo)
{
    /// <returns>Null when there is no address.</returns>
    public static EmailSettings? Read(JsonObject config) =>
        TextOf(config[EmailConfig.EmailAddress]) is { } address && IsEmailAddress(address)
            ? new(
                address,
                TextOf(config[EmailConfig.Format]) != EmailConfig.PlainText,
                TextOf(config[EmailConfig.ReplyTo]) is { } replyTo && IsEmailAddress(replyTo) ? replyTo : null,
                !IsOff(config[EmailConfig.IncludeSignature]),
                IsOn(config[EmailConfig.IncludeAgentInfo]))
            : null;

    private static bool IsOff(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.False;
}
