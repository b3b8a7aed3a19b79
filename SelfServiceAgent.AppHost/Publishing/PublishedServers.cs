namespace SelfServiceAgent.AppHost.Publishing;

/// <summary>
/// Postgres and RabbitMQ as what is published has them: containers that keep their data, in volumes whose names are the same wherever it
/// is made.
/// </summary>
internal static class PublishedServers
{
    public static IResourceBuilder<PostgresServerResource> AddPublishedPostgres(this IDistributedApplicationBuilder builder, string name)
    {
        var password = builder.AddParameter($"{name}-password", MadeUp.Secret, secret: true);
        return builder.AddPostgres(name, password: password).WithDataVolume($"{name}-data");
    }

    public static IResourceBuilder<IResourceWithConnectionString> AddPublishedRabbitMQ(
        this IDistributedApplicationBuilder builder, string name) => builder.PublishesManifest()
            ? builder.AddRabbitMQToManifest(name)
            : builder.AddRabbitMQ(name).WithDataVolume($"{name}-data");

    /// <summary>
    /// The broker, and the connection string by which it is known. A container of ours, because the one of Aspire's also publishes an escaped
    /// copy of the password, a kind of resource that azd refuses.
    /// </summary>
    private static IResourceBuilder<IResourceWithConnectionString> AddRabbitMQToManifest(
        this IDistributedApplicationBuilder builder, string name)
    {
        var broker = builder.AddRabbitMQ($"{name}-server").WithDataVolume($"{name}-data").WithLastingName(name).Resource;
        builder.Resources.Remove(broker);
        var container = builder.AddResource(new ContainerResource(broker.Name));
        foreach (var annotation in broker.Annotations)
            container.WithAnnotation(annotation);

        var address = broker.PrimaryEndpoint.Property(EndpointProperty.HostAndPort);
        return builder.AddConnectionString(
            name, ReferenceExpression.Create($"amqp://{broker.UserNameReference}:{broker.PasswordParameter}@{address}"));
    }

    // Its data lie under the node's name, which has the host's name in it; and each start of a container may be another host.
    private static IResourceBuilder<RabbitMQServerResource> WithLastingName(
        this IResourceBuilder<RabbitMQServerResource> broker, string name) =>
        broker.WithEnvironment("RABBITMQ_NODENAME", $"{name}@localhost");
}
