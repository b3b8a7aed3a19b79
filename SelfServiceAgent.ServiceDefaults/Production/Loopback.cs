using System.Net;

namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>Tells whether a host is this very machine: what goes there is not on its way anywhere.</summary>
internal static class Loopback
{
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
