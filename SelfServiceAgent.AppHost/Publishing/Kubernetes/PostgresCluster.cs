using System.Globalization;
using k8s.Models;
using static SelfServiceAgent.AppHost.Publishing.Kubernetes.Peers;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>
/// Three PostgreSQL servers, run by CloudNativePG. A commit stands on two of them before it is answered: what was accepted survives the
/// loss of any one.
/// </summary>
internal static class PostgresCluster
{
    public const int Port = 5432;

    /// <summary>By which the operator marks the pods of a cluster.</summary>
    public const string Label = "cnpg.io/cluster";

    private const int Status = 8000; // where instances tell the operator how they are

    public static CustomResource<PostgresSpec> Of(KubernetesSettings cluster, PostgresServerResource postgres, int connections)
    {
        var database = postgres.Databases.Single().Value;
        return new()
        {
            ApiVersion = "postgresql.cnpg.io/v1",
            Kind = "Cluster",
            Metadata = cluster.Named(postgres.Name),
            Spec = new(
                ImageOf(postgres),
                Instances: 3,
                new(new(database, Owner: database, DataChecksums: true)),
                new(
                    new() { ["max_connections"] = connections.ToString(CultureInfo.InvariantCulture), ["shared_buffers"] = "1GB" },
                    new(Method: "any", Number: 1)),
                new("20Gi"),
                new("5Gi"),
                PodParts.Needs("1", "4Gi", mostMemory: "4Gi"),
                new(EnablePodAntiAffinity: true, PodAntiAffinityType: "required", TopologyKey: "kubernetes.io/hostname")),
        };
    }

    public static V1NetworkPolicy Policy(KubernetesSettings cluster, PostgresServerResource postgres, IEnumerable<string> clients)
    {
        var itself = Pods(Label, postgres.Name);
        return NetworkPolicies.Policy(
            cluster,
            postgres.Name,
            Labelled(Label, postgres.Name),
            [
                From([.. clients.Select(Pods), InNamespace("keda")], [Tcp(Port)]),
                From([itself, InNamespace("cnpg-system")], [Tcp(Port), Tcp(Status)]),
            ],
            [
                To([itself], [Tcp(Port), Tcp(Status)]),
                To(AnyAddress, [Tcp(443), Tcp(6443)]), // Kubernetes' API, through which instances agree; and backups
            ]);
    }

    // Of the same major version as in every other mode; the operator needs images of its own making.
    private static string ImageOf(PostgresServerResource postgres) =>
        $"ghcr.io/cloudnative-pg/postgresql:{Images.Of(postgres).Tag!.Split('.', '-')[0]}-standard-trixie";
}

internal sealed record PostgresSpec(
    string ImageName,
    int Instances,
    PostgresBootstrap Bootstrap,
    PostgresConfiguration Postgresql,
    PostgresStorage Storage,
    PostgresStorage WalStorage,
    V1ResourceRequirements Resources,
    PostgresAffinity Affinity);

internal sealed record PostgresBootstrap(PostgresDatabase Initdb);

internal sealed record PostgresDatabase(string Database, string Owner, bool DataChecksums);

internal sealed record PostgresConfiguration(Dictionary<string, string> Parameters, PostgresSynchronous Synchronous);

internal sealed record PostgresSynchronous(string Method, int Number);

internal sealed record PostgresStorage(string Size);

internal sealed record PostgresAffinity(bool EnablePodAntiAffinity, string PodAntiAffinityType, string TopologyKey);
