using System.Globalization;
using k8s;
using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// KEDA's part. A service takes what its queue has into rows at once, so the queue is long only when there are too few of it to do even
/// that; how much work waits is asked of the database too, where its address is known.
/// </summary>
internal static class QueueScaling
{
    private const string Api = "keda.sh/v1alpha1", FromBroker = "messaging", FromDatabase = "postgres";

    public static IEnumerable<IKubernetesObject> Of(
        KubernetesSettings cluster, PublishedGraph graph, PublishedService service, Backlog backlog, (int Least, int Most) replicas)
    {
        var database = graph.Servers.OfType<PostgresServerResource>().SingleOrDefault();
        List<ScaleTrigger> triggers = [Queue(service, backlog)];
        if (database is not null)
            triggers.Add(Rows(cluster, service, database, backlog));

        yield return new CustomResource<ScaledObjectSpec>
        {
            ApiVersion = Api,
            Kind = "ScaledObject",
            Metadata = cluster.Named(service.Name),
            Spec = new(new(service.Name), replicas.Least, replicas.Most, PollingInterval: 15, triggers),
        };
        yield return Credentials(cluster, service, FromBroker, "host", Broker(service));
        if (database is not null)
        {
            var password = Secrets.Key(Secrets.OfOwner(database), "password");
            yield return Credentials(cluster, service, FromDatabase, "password", password);
        }
    }

    private static ScaleTrigger Queue(PublishedService service, Backlog backlog) => new(
        "rabbitmq",
        new() { ["protocol"] = "amqp", ["queueName"] = service.Name, ["mode"] = "QueueLength", ["value"] = Text(backlog.PerPod) },
        new($"{service.Name}-{FromBroker}"));

    private static ScaleTrigger Rows(KubernetesSettings cluster, PublishedService service, PostgresServerResource database, Backlog backlog)
    {
        var name = database.Databases.Single().Value;
        return new(
            "postgresql",
            new()
            {
                ["host"] = $"{database.Name}-rw.{cluster.Namespace}.svc", // KEDA lives in a namespace of its own
                ["port"] = "5432",
                ["userName"] = name,
                ["dbName"] = name,
                ["sslmode"] = "require",
                ["query"] = backlog.Query,
                ["targetQueryValue"] = Text(backlog.PerPod),
            },
            new($"{service.Name}-{FromDatabase}"));
    }

    private static CustomResource<TriggerAuthenticationSpec> Credentials(
        KubernetesSettings cluster, PublishedService service, string from, string parameter, V1EnvVarSource source) => new()
    {
        ApiVersion = Api,
        Kind = "TriggerAuthentication",
        Metadata = cluster.Named($"{service.Name}-{from}", partOf: service.Name),
        Spec = new([new(parameter, source.SecretKeyRef.Name, source.SecretKeyRef.Key)]),
    };

    // The address of the broker is where the service itself has it from.
    private static V1EnvVarSource Broker(PublishedService service) =>
        PodEnvironment.Of(service.Environment).Single(variable => variable.Name == PublishedService.Broker).ValueFrom;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record ScaledObjectSpec(
    ScaleTarget ScaleTargetRef,
    int MinReplicaCount,
    int MaxReplicaCount,
    int PollingInterval,
    IReadOnlyList<ScaleTrigger> Triggers);

internal sealed record ScaleTarget(string Name);

internal sealed record ScaleTrigger(string Type, Dictionary<string, string> Metadata, ScaleTarget AuthenticationRef);

internal sealed record TriggerAuthenticationSpec(IReadOnlyList<SecretTarget> SecretTargetRef);

internal sealed record SecretTarget(string Parameter, string Name, string Key);
