namespace SelfServiceAgent.AppHost;

/// <summary>Where Postgres and RabbitMQ come from: <c>Infrastructure:Mode</c>. Published are containers, unless it is external.</summary>
internal enum InfrastructureMode
{
    /// <summary>Containers where a container runtime runs, else local.</summary>
    Auto,

    /// <summary>Containers with data volumes.</summary>
    Containers,

    /// <summary>Child processes of this one, from the installed distribution packages.</summary>
    Local,

    /// <summary>Servers that run already, by the connection strings <c>llama-agents</c> and <c>messaging</c>.</summary>
    External,
}
