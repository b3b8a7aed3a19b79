using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace RequestManager.FrontDoor;

/// <summary>Lets Yarp find our services by name, as our own HTTP clients do.</summary>
internal sealed class ServiceDiscoveryDestinations(ServiceEndpointResolver resolver) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var (name, destination) = destinations.Single(); // one service a cluster
        var found = await resolver.GetEndpointsAsync(destination.Address, cancellationToken);
        var resolved = found.Endpoints.Select((endpoint, index) => (Name: $"{name}-{index}", Address: AddressOf(endpoint.ToString()!)))
            .ToDictionary(endpoint => endpoint.Name, endpoint => destination with { Address = endpoint.Address });
        return new(resolved, found.ChangeToken);
    }

    private static string AddressOf(string endpoint) => endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"http://{endpoint}";
}
