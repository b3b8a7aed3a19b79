using System.Text.Json.Nodes;
using IntegrationDispatcher.Preferences;

namespace IntegrationDispatcher.Integrations.Test;

/// <summary>Section <c>Integrations:Test</c>: an integration that stores what it is given, for trying the system out.</summary>
internal sealed class TestOptions
{
    public const string Section = "Integrations:Test";

    /// <summary>Whether messages are delivered to <c>GET /api/v1/test-deliveries</c>; it also enables TEST for everyone without an override.</summary>
    public bool Enabled { get; set; }
}

/// <summary>What TEST understands: <c>fail</c> plays a far side that does not work.</summary>
internal static class TestConfig
{
    public const string Fail = "fail";
    public const string Transient = "transient";
    public const string Permanent = "permanent";
    public const string Timeout = "timeout";

    public static IReadOnlyList<ConfigKey> Keys { get; } = [new(Fail, ConfigValues.Choice(Transient, Permanent, Timeout))];

    public static string? FailureIn(JsonObject config) => ConfigValues.TextOf(config[Fail]);
}
