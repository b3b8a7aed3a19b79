namespace SelfServiceAgent.AppHost.Local;

/// <summary>A PostgreSQL server run as a child process, with a connection string of the same shape as that of the container.</summary>
internal sealed class LocalPostgresServerResource : ExecutableResource, IResourceWithConnectionString
{
    public LocalPostgresServerResource(string name, string workingDirectory, ParameterResource password)
        : base(name, "bash", workingDirectory)
    {
        Password = password;
        Endpoint = new EndpointReference(this, LocalPostgres.Endpoint);
    }

    public ParameterResource Password { get; }

    public EndpointReference Endpoint { get; }

    /// <summary>The databases to create once the server answers.</summary>
    public List<string> Databases { get; } = [];

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
        $"Host={Host};Port={Port};Username=postgres;Password={Password}");

    private EndpointReferenceExpression Host => Endpoint.Property(EndpointProperty.IPV4Host);

    private EndpointReferenceExpression Port => Endpoint.Property(EndpointProperty.Port);
}
