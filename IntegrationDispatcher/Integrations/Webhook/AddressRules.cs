using System.Net;
using System.Net.Sockets;

namespace IntegrationDispatcher.Integrations.Webhook;

/// <summary>
/// Which addresses a webhook may connect to: those of the public Internet. Everything else would let a person make this server call what
/// only this server can reach. Lists: the IANA special-purpose registries for IPv4 and IPv6. Pure.
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] _loopback = Networks("127.0.0.0/8", "::1/128");

    // Answer to whoever asks from inside a cloud machine, with its credentials; 168.63.129.16 lies in public space.
    private static readonly IPNetwork[] _metadata = Networks("169.254.169.254/32", "168.63.129.16/32", "100.100.100.200/32", "fd00:ec2::254/128");

    private static readonly IPNetwork[] _private = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    private static readonly IPNetwork[] _linkLocal = Networks("169.254.0.0/16", "fe80::/10");

    private static readonly IPNetwork[] _reserved = Networks(
        "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private static readonly IPNetwork _globalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <returns>What kind of address it is, when it must not be called; null when it may.</returns>
    public static string? Refusal(IPAddress address, bool allowLoopback)
    {
        var actual = Unwrapped(address);
        if (Holds(_metadata, actual)) return "a cloud metadata address";
        if (Holds(_loopback, actual)) return allowLoopback ? null : "a loopback address";
        if (Holds(_private, actual)) return "a private address";
        if (Holds(_linkLocal, actual)) return "a link-local address";
        var isOutside = actual.AddressFamily == AddressFamily.InterNetworkV6 && !_globalUnicast.Contains(actual);
        return isOutside || Holds(_reserved, actual) ? "a reserved address" : null;
    }

    // An IPv4 address can be written inside an IPv6 one, and the network calls the inner one.
    private static IPAddress Unwrapped(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && _nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;

    private static bool Holds(IPNetwork[] networks, IPAddress address) => networks.Any(network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(network => IPNetwork.Parse(network))];
}
