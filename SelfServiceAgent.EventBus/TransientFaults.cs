using System.Data.Common;
using System.Net.Sockets;

namespace SelfServiceAgent.EventBus;

/// <summary>Tells "try again later" from "never": something we depend on is away, or not ready, for now.</summary>
public static class TransientFaults
{
    private const string Deadlock = "40P01"; // SQLSTATE deadlock_detected

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
    public static bool IsOfDatabase(Exception exception) => DatabaseFaultIn(exception) is { } fault
        && !(fault.SqlState?.StartsWith("22", StringComparison.Ordinal) == true || fault.SqlState?.StartsWith("23", StringComparison.Ordinal) == true);

    /// <summary>Whether the database ended a transaction because it and another one waited for each other: it can be repeated at once.</summary>
    public static bool IsDeadlock(Exception exception) => DatabaseFaultIn(exception)?.SqlState == Deadlock;

    private static DbException? DatabaseFaultIn(Exception? exception) => exception switch
    {
        null => null,
        DbException fault => fault,
        _ => DatabaseFaultIn(exception.InnerException),
    };
}
