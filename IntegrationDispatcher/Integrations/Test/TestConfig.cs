using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;

namespace IntegrationDispatcher.Integrations.Test;

/// <summary>What TEST understands: <c>fail</c> plays a far side that does not work.</summary>
internal static class TestConfig
{
    public const string Fail = "fail";
    public const string Transient = "transient";
    public const string Permanent = "permanent";
    public const string Timeout = "timeout";

    public static IReadOnlyList<ConfigKey> Keys { get; } =
        [new(Fail, "Plays a far side that does not work.", ConfigValues.Choice(Transient, Permanent, Timeout))];

    public static string? FailureIn(JsonObject config) => ConfigValues.TextOf(config[Fail]);
}
