using System.Data.Common;
using System.Net.Sockets;

namespace SelfServiceAgent.EventBus;

/// <summary>Tells "try again later" from "never": something we depend on is away, or not ready, for now.</summary>
public static class TransientFaults
{
    public static bool Is(Exception exception) => exception switch
    {
        DbException => IsOfDatabase(exception),
        EventNotAcceptedException or IOException or SocketException or TimeoutException or HttpRequestException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };

    /// <summary>
    /// Whether the database could not do what it was asked for a reason that passes. Only data it refuses (SQLSTATE classes 22 and 23) is never
    /// welcome; a fail-over, a changed password or a missing migration is put right by somebody.
    /// </summary>
    public static bool IsOfDatabase(Exception exception) => exception switch
    {
        DbException e => e.SqlState is null || !(e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal)),
        { InnerException: { } inner } => IsOfDatabase(inner),
        _ => false,
    };

    /// <summary>Whether the database ended a transaction because it and another one waited for each other: it can be repeated at once.</summary>
    public static bool IsDeadlock(Exception exception) => exception switch
    {
        DbException e => e.SqlState == "40P01",
        { InnerException: { } inner } => IsDeadlock(inner),
        _ => false,
    };
}
