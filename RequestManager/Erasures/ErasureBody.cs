using System.Text.Json;
using System.Text.Json.Serialization;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;

namespace RequestManager.Erasures;

/// <summary>An erasure as its person sees it.</summary>
/// <param name="RequestedAt">What the person did later stays.</param>
/// <param name="Services">How far each is, by its name.</param>
internal sealed record ErasureBody(
    Guid ErasureId,
    string UserId,
    ErasureStatus Status,
    DateTimeOffset RequestedAt,
    DateTimeOffset? CompletedAt,
    IReadOnlyDictionary<string, ErasureProgress> Services)
{
    private static readonly string[] _services = [ServiceNames.RequestManager, ServiceNames.AgentService, ServiceNames.IntegrationDispatcher];

    public static ErasureBody Of(ErasureRow row) => new(
        row.ErasureId, row.UserId, row.CompletedAt is null ? ErasureStatus.UnderWay : ErasureStatus.Done, row.RequestedAt, row.CompletedAt,
        ProgressIn(row.Progress));

    public static Dictionary<string, ErasureProgress> ProgressIn(string json)
    {
        var known = JsonSerializer.Deserialize<Dictionary<string, ErasureProgress>>(json, WireJson.Options)!;
        foreach (var service in _services) known.TryAdd(service, new(ErasureStatus.Pending, 0, 0));
        return known;
    }
}

/// <summary>How far one service is.</summary>
/// <param name="Erased">How many rows are gone.</param>
/// <param name="Waiting">How many are left because something is still to happen to them: an answer, a delivery.</param>
internal sealed record ErasureProgress(ErasureStatus Status, int Erased, int Waiting);

[JsonConverter(typeof(UpperCaseEnumConverter<ErasureStatus>))]
internal enum ErasureStatus
{
    /// <summary>It has not been asked yet: those before it are not done.</summary>
    Pending,

    UnderWay,

    /// <summary>It did not answer, and is asked again.</summary>
    Unreachable,

    Done,
}
