namespace SelfServiceAgent.AppHost.Local;

/// <summary>A RabbitMQ broker run as a child process, with a connection string of the same shape as that of the container.</summary>
internal sealed class LocalRabbitMQServerResource : ExecutableResource, IResourceWithConnectionString
{
    /// <summary>RabbitMQ's default user: let in from loopback only.</summary>
    public const string UserName = "guest";

    public LocalRabbitMQServerResource(string name, string workingDirectory, ParameterResource password)
        : base(name, "bash", workingDirectory)
    {
        Password = password;
        Endpoint = new EndpointReference(this, LocalRabbitMQ.Endpoint);
    }

    public ParameterResource Password { get; }

    public EndpointReference Endpoint { get; }

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"amqp://{UserName}:{Password:uri}@{Host}:{Port}");

    private EndpointReferenceExpression Host => Endpoint.Property(EndpointProperty.IPV4Host);

    private EndpointReferenceExpression Port => Endpoint.Property(EndpointProperty.Port);
}
