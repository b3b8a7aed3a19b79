namespace SelfServiceAgent.Contracts;

/// <summary>The services by the one name each has everywhere: CloudEvents source, queue, host name, telemetry.</summary>
public static class ServiceNames
{
    public const string RequestManager = "request-manager";
    public const string AgentService = "agent-service";
    public const string IntegrationDispatcher = "integration-dispatcher";

    public static IReadOnlyList<string> All { get; } = [RequestManager, AgentService, IntegrationDispatcher];
}
