using k8s.Models;

namespace SelfServiceAgent.AppHost.Publishing.Kubernetes;

/// <summary>The words of a network policy.</summary>
internal static class Peers
{
    private const string LinkLocal = "169.254.0.0/16"; // a cloud's metadata, with its credentials, stands there

    public static V1NetworkPolicyPeer InAnyNamespace => new() { NamespaceSelector = new V1LabelSelector() };

    public static IList<V1NetworkPolicyPeer> AnyAddress => [Block("0.0.0.0/0", LinkLocal), Block("::/0", "fe80::/10")];

    public static IList<V1NetworkPolicyPeer> PublicAddresses =>
    [
        Block("0.0.0.0/0", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", LinkLocal, "172.16.0.0/12", "192.168.0.0/16"),
        Block("::/0", "fc00::/7", "fe80::/10"),
    ];

    public static V1NetworkPolicyPeer Pods(string name) => new() { PodSelector = KubernetesSettings.Pods(name) };

    public static V1NetworkPolicyPeer Pods(string label, string value) => new() { PodSelector = Labelled(label, value) };

    public static V1NetworkPolicyPeer InNamespace(string name) =>
        new() { NamespaceSelector = Labelled("kubernetes.io/metadata.name", name) };

    public static V1LabelSelector Labelled(string label, string value) =>
        new() { MatchLabels = new Dictionary<string, string> { [label] = value } };

    public static V1NetworkPolicyPort Tcp(int port) => new() { Protocol = "TCP", Port = port };

    public static V1NetworkPolicyPort Udp(int port) => new() { Protocol = "UDP", Port = port };

    public static V1NetworkPolicyIngressRule From(IList<V1NetworkPolicyPeer> peers, IList<V1NetworkPolicyPort> ports) =>
        new() { FromProperty = peers, Ports = ports };

    public static V1NetworkPolicyEgressRule To(IList<V1NetworkPolicyPeer> peers, IList<V1NetworkPolicyPort> ports) =>
        new() { To = peers, Ports = ports };

    private static V1NetworkPolicyPeer Block(string network, params string[] except) =>
        new() { IpBlock = new V1IPBlock { Cidr = network, Except = except } };
}
