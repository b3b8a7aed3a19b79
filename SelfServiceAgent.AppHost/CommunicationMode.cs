namespace SelfServiceAgent.AppHost;

/// <summary>How the services talk to each other: <c>Communication:Mode</c>.</summary>
internal enum CommunicationMode
{
    /// <summary>CloudEvents over RabbitMQ.</summary>
    Eventing,

    /// <summary>CloudEvents over plain HTTP, for development without a broker: the graph has none.</summary>
    Direct,
}
