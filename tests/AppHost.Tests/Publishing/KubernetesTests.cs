using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Publishing;

public sealed class KubernetesTests(Publications publications)
{
    private static readonly string[] _services = ["agent-service", "integration-dispatcher", "request-manager"];

    private readonly ManifestSet _set = new(publications.Kubernetes);

    [Fact]
    public void Everything_is_there()
    {
        Assert.Equal(_services, Names<V1Deployment>());
        Assert.Equal(_services, Names<V1Service>());
        Assert.Equal([.. _services.Order().Take(2), "messaging", "request-manager"], Names<V1PodDisruptionBudget>());
        Assert.Equal(["request-manager"], Names<V2HorizontalPodAutoscaler>());
        Assert.Equal(["agent-service", "integration-dispatcher"], Foreign("ScaledObject"));
        Assert.Equal(["postgres"], Foreign("Cluster"));
        Assert.Equal(["messaging"], Foreign("RabbitmqCluster"));
        Assert.Single(_set.Of<V1Job>());
        Assert.Single(_set.Of<V1Ingress>());
    }

    [Fact]
    public void A_misspelt_field_would_be_found()
    {
        var service = publications.Kubernetes.Files["50-ingress.yaml"];
        Assert.NotEmpty(ManifestSet.ReadStrictly(service));
        Assert.Throws<YamlException>(() => ManifestSet.ReadStrictly(service.Replace("pathType", "pathTipe", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_kustomization_names_every_file()
    {
        var kustomization = Assert.Single(_set.ForeignOf("Kustomization"));
        var resources = ManifestSet.Items(kustomization, "resources").Select(node => ((YamlScalarNode)node).Value!);
        Assert.Equal(publications.Kubernetes.Yaml.Select(file => file.Key).Except(["kustomization.yaml"]).Order(), resources.Order());

        var examples = ManifestSet.Items(kustomization, "secretGenerator")
            .SelectMany(generator => ManifestSet.Items(generator, "envs")).Select(file => $"{file}.example");
        Assert.All(examples, example => Assert.Contains(example, publications.Kubernetes.Files.Keys));
    }

    [Fact]
    public void Every_service_says_how_it_is_and_leaves_in_good_order() => Assert.All(_set.Of<V1Deployment>(), deployment =>
    {
        var pod = deployment.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);
        Assert.Equal("/alive", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/alive", container.LivenessProbe.HttpGet.Path);
        var start = container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold;
        Assert.True(start >= 240, "a start waits two minutes for the tables, then as long for the documents");
        Assert.Equal("/health", container.ReadinessProbe.HttpGet.Path);
        Assert.Equal(4, container.ReadinessProbe.FailureThreshold);
        Assert.Equal(container.ReadinessProbe.HttpGet.Port.Value, Assert.Single(container.Ports).Name);
        Assert.True(pod.TerminationGracePeriodSeconds >= container.Lifecycle.PreStop.Sleep.Seconds + 6, "a stop takes up to 5 s");
        Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
        Assert.NotEmpty(pod.TopologySpreadConstraints);
        var budget = _set.The<V1PodDisruptionBudget>(deployment.Metadata.Name);
        Assert.Equal(deployment.Spec.Selector.MatchLabels, budget.Spec.Selector.MatchLabels);
    });

    [Fact]
    public void No_pod_may_do_more_than_it_must() => Assert.All(_set.Pods, pod =>
    {
        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.Equal(1654, pod.Spec.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.NotNull(_set.The<V1ServiceAccount>(pod.Spec.ServiceAccountName));
        Assert.All(pod.Spec.Containers, container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Contains(container.VolumeMounts, mount => mount.MountPath == "/tmp");
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.Contains("cpu", container.Resources.Requests.Keys);
        });
    });

    [Fact]
    public void At_least_two_replicas_run_and_something_scales_each_service()
    {
        var byProcessor = _set.Of<V2HorizontalPodAutoscaler>().Select(each => (each.Spec.ScaleTargetRef.Name, each.Spec.MinReplicas));
        var byQueue = _set.ForeignOf("ScaledObject").Select(each => (
            ManifestSet.Text(each, "spec", "scaleTargetRef", "name")!,
            (int?)int.Parse(ManifestSet.Text(each, "spec", "minReplicaCount")!, null)));
        (string Name, int? Least)[] scaled = [.. byProcessor, .. byQueue];
        Assert.Equal(Names<V1Deployment>(), scaled.Select(each => each.Name).Order());
        Assert.All(scaled, each => Assert.True(each.Least >= 2));
        Assert.All(_set.Of<V1Deployment>(), deployment => Assert.Null(deployment.Spec.Replicas)); // else applying again would undo it
    }

    [Fact]
    public void Triggers_name_credentials_that_exist()
    {
        var known = Foreign("TriggerAuthentication");
        var named = _set.ForeignOf("ScaledObject").SelectMany(each => ManifestSet.Items(each, "spec", "triggers"))
            .Select(trigger => ManifestSet.Text(trigger, "authenticationRef", "name")!);
        Assert.Equal(known, named.Order());
    }

    [Fact]
    public void Services_find_each_other_and_the_ingress_finds_them()
    {
        var addresses = _set.Of<V1Service>().Select(each => $"http://{each.Metadata.Name}:{each.Spec.Ports.Single().Port}").ToList();
        var called = _set.Containers.SelectMany(container => container.Env)
            .Where(variable => variable.Name.StartsWith("services__", StringComparison.Ordinal));
        Assert.All(called, variable => Assert.Contains(variable.Value, addresses));
        Assert.Equal(4, called.Count());

        var paths = _set.Of<V1Ingress>().Single().Spec.Rules.Single().Http.Paths
            .ToDictionary(path => path.Path, path => path.Backend.Service.Name);
        Assert.Equal("request-manager", paths["/"]);
        Assert.Equal("integration-dispatcher", paths["/slack"]);
        Assert.Equal("integration-dispatcher", paths["/unsubscribe"]);
        Assert.Equal(3, paths.Count);
    }

    [Fact]
    public void The_ingress_answers_for_one_host_with_its_certificate()
    {
        var ingress = _set.Of<V1Ingress>().Single().Spec;
        Assert.Equal("agent.example.com", ingress.Rules.Single().Host);
        Assert.Equal(["agent.example.com"], ingress.Tls.Single().Hosts);
    }

    [Theory]
    [InlineData("PublicBaseUrl is missing")]
    [InlineData("PublicBaseUrl must be https", "--PublicBaseUrl=http://agent.example.com")]
    public async Task Without_a_host_and_TLS_nothing_is_published(string fault, params string[] settings)
    {
        using var refused = await Publication.OfAsync("kubernetes", settings);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(fault, refused.Said);
        Assert.Empty(refused.Files);
    }

    [Fact]
    public void No_two_servers_share_a_node_and_their_versions_are_chosen()
    {
        var postgres = Assert.Single(_set.ForeignOf("Cluster"));
        Assert.Equal("required", ManifestSet.Text(postgres, "spec", "affinity", "podAntiAffinityType"));
        Assert.Equal("kubernetes.io/hostname", ManifestSet.Text(postgres, "spec", "affinity", "topologyKey"));
        var broker = Assert.Single(_set.ForeignOf("RabbitmqCluster"));
        Assert.NotEmpty(ManifestSet.Items(
            broker, "spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"));
        Assert.Contains("queue_leader_locator = balanced\n", ManifestSet.Text(broker, "spec", "rabbitmq", "additionalConfig"));

        var compose = publications.Compose.Files["docker-compose.yaml"];
        Assert.Contains($"image: {ManifestSet.Text(broker, "spec", "image")}\n", compose);
        var major = ManifestSet.Text(postgres, "spec", "imageName")!.Split(':')[1].Split('-')[0];
        Assert.Contains($"image: postgres:{major}.", compose);
    }

    [Fact]
    public void A_registry_that_wants_a_login_gets_it()
    {
        Assert.All(_set.Of<V1ServiceAccount>(), account => Assert.Null(account.ImagePullSecrets));
        var accounts = new ManifestSet(publications.KubernetesExternal).Of<V1ServiceAccount>().ToList();
        Assert.Equal(4, accounts.Count);
        Assert.All(accounts, account => Assert.Equal(Publications.PullSecret, Assert.Single(account.ImagePullSecrets).Name));
    }

    [Fact]
    public void One_service_can_be_applied_alone_with_its_settings()
    {
        const string label = "app.kubernetes.io/name";
        var generators = ManifestSet.Items(Assert.Single(_set.ForeignOf("Kustomization")), "secretGenerator");
        Assert.All(generators, each => Assert.Equal(
            ManifestSet.Text(each, "name"), ManifestSet.Text(each, "options", "labels", label)));
        Assert.All(_services, service => Assert.All(
            [
                _set.The<V1Deployment>(service).Metadata,
                _set.The<V1Service>(service).Metadata,
                _set.The<V1ServiceAccount>(service).Metadata,
                _set.The<V1NetworkPolicy>(service).Metadata,
            ],
            part => Assert.Equal(service, part.Labels[label])));
        Assert.All([.. _set.ForeignOf("ScaledObject"), .. _set.ForeignOf("TriggerAuthentication")], each =>
            Assert.StartsWith(ManifestSet.Text(each, "metadata", "labels", label)!, ManifestSet.Name(each)));
        Assert.All(_set.ForeignOf("TriggerAuthentication"), each =>
            Assert.Contains(ManifestSet.Text(each, "metadata", "labels", label), _services));
    }

    private IEnumerable<string> Names<T>() where T : IKubernetesObject<V1ObjectMeta> =>
        _set.Of<T>().Select(each => each.Metadata.Name).Order();

    private IEnumerable<string> Foreign(string kind) => _set.ForeignOf(kind).Select(ManifestSet.Name).Order();
}
