using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Publishing;

public sealed class NetworkTests(Publications publications)
{
    private readonly ManifestSet _set = new(publications.Kubernetes);

    [Fact]
    public void What_is_not_allowed_is_denied()
    {
        var deny = _set.The<V1NetworkPolicy>("default-deny").Spec;
        Assert.Null(deny.PodSelector.MatchLabels);
        Assert.Equal(["Ingress", "Egress"], deny.PolicyTypes);
        Assert.Null(deny.Ingress);
        Assert.Null(deny.Egress);
    }

    [Fact]
    public void Every_policy_is_about_pods_that_exist() => Assert.All(_set.Of<V1NetworkPolicy>(), policy =>
    {
        var (from, to) = Rules(policy);
        var peers = from.Concat(to).Select(peer => peer.PodSelector).OfType<V1LabelSelector>();
        Assert.All([policy.Spec.PodSelector, .. peers], selector => Assert.True(SelectsSomething(selector), policy.Metadata.Name));
    });

    [Theory]
    [InlineData("request-manager", "agent-service", true)]
    [InlineData("request-manager", "integration-dispatcher", true)]
    [InlineData("agent-service", "request-manager", true)]
    [InlineData("integration-dispatcher", "request-manager", true)]
    [InlineData("agent-service", "integration-dispatcher", false)]
    [InlineData("integration-dispatcher", "agent-service", false)]
    public void Who_calls_whom_is_allowed_at_both_ends_and_nothing_else(string from, string to, bool isAllowed)
    {
        Assert.Equal(isAllowed, Names(Rules(_set.The<V1NetworkPolicy>(from)).Out).Contains(to));
        Assert.Equal(isAllowed, Names(Rules(_set.The<V1NetworkPolicy>(to)).In).Contains(from));
    }

    [Theory]
    [InlineData("request-manager", true)]
    [InlineData("integration-dispatcher", true)]
    [InlineData("agent-service", false)]
    public void The_ingress_reaches_what_is_public(string service, bool isPublic)
    {
        var callers = Rules(_set.The<V1NetworkPolicy>(service)).In.Select(peer => peer.NamespaceSelector).OfType<V1LabelSelector>();
        Assert.Equal(isPublic, callers.Any(space => space.MatchLabels.Values.Contains("ingress-nginx")));
    }

    [Fact]
    public void Webhooks_do_not_reach_private_networks()
    {
        var blocks = Rules(_set.The<V1NetworkPolicy>("integration-dispatcher")).Out.Select(peer => peer.IpBlock).OfType<V1IPBlock>();
        var everything = blocks.Single(block => block.Cidr == "0.0.0.0/0");
        string[] ownNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"];
        Assert.All(ownNetworks, network => Assert.Contains(network, everything.Except));
    }

    private static (List<V1NetworkPolicyPeer> In, List<V1NetworkPolicyPeer> Out) Rules(V1NetworkPolicy policy) =>
    (
        [.. (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty)],
        [.. (policy.Spec.Egress ?? []).SelectMany(rule => rule.To)]);

    private static IEnumerable<string> Names(IEnumerable<V1NetworkPolicyPeer> peers) =>
        peers.Where(peer => peer.PodSelector is not null).SelectMany(peer => peer.PodSelector.MatchLabels.Values);

    private bool SelectsSomething(V1LabelSelector selector) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => Pods().Any(labels => labels.Contains(label)));

    // Operators mark the pods they make by the names of the clusters they are asked for.
    private IEnumerable<IEnumerable<KeyValuePair<string, string>>> Pods() =>
    [
        .. _set.Pods.Select(pod => pod.Metadata.Labels),
        .. _set.ForeignOf("Cluster").Select(each => Marked("cnpg.io/cluster", each)),
        .. _set.ForeignOf("RabbitmqCluster").Select(each => Marked("app.kubernetes.io/name", each)),
    ];

    private static KeyValuePair<string, string>[] Marked(string label, YamlNode each) => [new(label, ManifestSet.Name(each))];
}
