using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>Whom a message is for, and what its request said about where to find them.</summary>
/// <param name="Origin">The way the request came in; null for a message that answers none.</param>
/// <param name="Context">The request's integration context.</param>
internal sealed record Recipient(string UserId, IntegrationType? Origin, JsonObject? Context)
{
    /// <summary>The address their identity provider vouches for, else their id where that is one.</summary>
    public string? EmailAddress =>
        ContextText(ContextKeys.VerifiedEmail) is { } verified && ConfigValues.IsEmailAddress(verified) ? verified
        : ConfigValues.IsEmailAddress(UserId) ? UserId
        : null;

    public string? ContextText(string name) => ConfigValues.TextOf(Context?[name]);
}
