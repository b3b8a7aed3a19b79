using System.Text;
using SelfServiceAgent.EventBus.Broker;

namespace SelfServiceAgent.EventBus;

/// <summary>Why messages are put aside, in words for people. Any other reason is what made a message unreadable.</summary>
public static class DeadLetterReasons
{
    public const string DeliveryLimit = "given out too often without being acknowledged";
    public const string Expired = "waited longer than its queue allows";
    public const string QueueFull = "its queue was full";
    public const string Rejected = "rejected without a reason";
    public const string Unknown = "put aside without a reason";

    private const string Failing = "failed ";

    /// <summary>It could be read, and what reads it could not cope with it.</summary>
    public static string Failed(int times, Exception last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return $"{Failing}{times} times: {last.GetType().Name}";
    }

    public static bool IsFailure(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.StartsWith(Failing, StringComparison.Ordinal);
    }

    /// <summary>What we wrote on it, else what the broker did: https://www.rabbitmq.com/docs/dlx#effects.</summary>
    internal static string Of(IDictionary<string, object?>? headers) =>
        Text(headers, DeadLetterWriter.ReasonHeader) ?? (LastDeath(headers) ?? Text(headers, "x-first-death-reason")) switch
        {
            "delivery_limit" => DeliveryLimit,
            "expired" => Expired,
            "maxlen" => QueueFull,
            "rejected" => Rejected,
            _ => Unknown,
        };

    private static string? LastDeath(IDictionary<string, object?>? headers) =>
        headers?.TryGetValue("x-death", out var deaths) == true && deaths is IList<object?> and [IDictionary<string, object?> last, ..]
            ? Text(last, "reason")
            : null;

    private static string? Text(IDictionary<string, object?>? table, string name) =>
        table?.TryGetValue(name, out var value) != true ? null : value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value as string;
}
