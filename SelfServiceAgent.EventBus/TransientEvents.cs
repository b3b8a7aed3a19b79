using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus;

/// <summary>Events that are worth nothing later: sent once, neither stored nor confirmed nor traced.</summary>
public static class TransientEvents
{
    internal static bool Include(string? type) => type == EventTypes.ResponseDelta;

    /// <summary>The HTTP client that carries them to a service where there is no broker. It must not retry.</summary>
    /// <param name="service">One of <see cref="ServiceNames"/>.</param>
    public static string ClientOf(string service) => $"{service} transient";
}
