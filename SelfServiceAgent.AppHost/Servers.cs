namespace SelfServiceAgent.AppHost;

/// <summary>The database and the broker, whatever runs them. In direct mode there is no broker.</summary>
internal sealed record Servers(
    IResourceBuilder<IResourceWithConnectionString> Postgres,
    IResourceBuilder<IResourceWithConnectionString>? RabbitMQ);
