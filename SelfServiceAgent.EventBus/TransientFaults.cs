using System.Data.Common;
using System.Net.Sockets;

namespace SelfServiceAgent.EventBus;

/// <summary>Tells "try again later" from "never": something we depend on is away for now.</summary>
public static class TransientFaults
{
    public static bool Is(Exception exception) => exception switch
    {
        // 57P0x: the server is shutting down, was told to end this connection, or is starting
        DbException e => e.IsTransient || e.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true,
        EventNotAcceptedException or IOException or SocketException or TimeoutException or HttpRequestException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
