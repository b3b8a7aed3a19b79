using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>Where secrets come from: the operators make theirs, whoever deploys gives the rest in <c>secrets.env</c>.</summary>
internal static class Secrets
{
    public const string File = "secrets.env";

    private const string Head = """
        # What only whoever deploys can give. Copy it to secrets.env, give each key its value, and commit only this example.
        # Keys are made of letters and digits: openssl rand -hex 32


        """;

    public static V1EnvVarSource Key(string secret, string key) =>
        new() { SecretKeyRef = new V1SecretKeySelector { Name = secret, Key = key } };

    public static V1EnvVarSource Key(ParameterResource parameter) => Key(KubernetesSettings.App, parameter.Key());

    /// <summary>The Secret that CloudNativePG makes for the owner of a database.</summary>
    public static string OfOwner(PostgresServerResource postgres) => $"{postgres.Name}-app";

    /// <summary>The Secret that the RabbitMQ Cluster Operator makes for the user that its cluster begins with.</summary>
    public static string OfUser(RabbitMQServerResource broker) => $"{broker.Name}-default-user";

    public static string Example(PublishedGraph graph) => Head + string.Concat(Asked(graph).Select(parameter => $"{parameter.Key()}=\n"));

    private static IEnumerable<ParameterResource> Asked(PublishedGraph graph) => graph.Services
        .SelectMany(service => service.Environment)
        .SelectMany(variable => Parameters(variable.Value))
        .DistinctBy(parameter => parameter.Name);

    private static IEnumerable<ParameterResource> Parameters(object value) => value switch
    {
        ParameterResource parameter => [parameter],
        ConnectionStringReference { Resource: ParameterResource parameter } => [parameter],
        ReferenceExpression expression => expression.ValueProviders.SelectMany(Parameters),
        _ => [],
    };
}
