namespace IntegrationDispatcher.Integrations.Test;

/// <summary>Section <c>Integrations:Test</c>: an integration that stores what it is given, for trying the system out.</summary>
internal sealed class TestOptions
{
    public const string Section = "Integrations:Test";

    /// <summary>Whether messages are delivered to <c>GET /api/v1/test-deliveries</c>; it also enables TEST for everyone without an override.</summary>
    public bool Enabled { get; set; }
}
