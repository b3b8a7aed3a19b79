using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Deliveries;

/// <summary>Where a claim looks for what is due.</summary>
internal enum Look
{
    /// <summary>At what has been due longest, whoever it is for: all that is due, mostly.</summary>
    Oldest,

    /// <summary>From one far side to the next, at what has been due longest to each.</summary>
    FarSides,

    /// <summary>The same, past many that must wait for others.</summary>
    Deep,
}

/// <param name="Next">Where to look next, as more may be due than was looked at; null where that is for another time.</param>
internal sealed record Claim(IReadOnlyList<DueDelivery> Deliveries, Look? Next)
{
    public static Claim None { get; } = new([], null);
}

/// <summary>Takes due deliveries for this replica, under a lease, while others do the same.</summary>
internal sealed class DeliveryClaims(NpgsqlDataSource database, IOptions<DeliveriesOptions> options)
{
    // How many far sides of each integration a look visits at most; where it ended, the next one goes on.
    private const int FarSides = 128;

    // How many looks in turn may find nothing to take, before the far sides beyond are for another time.
    private const int MostInVain = 4;

    // How many that must wait for others a look may see at each far side, beside as many as it may take.
    private const int Waiting = 16, ManyWaiting = 5_000;

    // Each of those costs a look at its session, so a deep look is seldom, also where it fails.
    private const int RestsPerDeepLook = 20;
    private static readonly TimeSpan _leastRest = TimeSpan.FromSeconds(1);

    private readonly DeliveriesOptions _options = options.Value;
    private readonly string _ofFarSides = OfFarSides(options.Value, Waiting), _deeplyOfFarSides = OfFarSides(options.Value, ManyWaiting);
    private readonly Dictionary<string, string> _visited = [];
    private long _lookedDeeplyAt;
    private TimeSpan _restOfDeepLooks;
    private int _inVain;

    /// <param name="look">At first <see cref="Look.Oldest"/>, then where the last claim says.</param>
    /// <param name="held">The ids of all this replica has in hand.</param>
    public async Task<Claim> ClaimAsync(Look look, Places places, IEnumerable<long> held, CancellationToken cancellationToken)
    {
        await using var command = Command(look, places, held);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var (claimed, outlook) = await ReadAsync(command, cancellationToken);
            _inVain = look != Look.Oldest && claimed.Count == 0 ? _inVain + 1 : 0;
            return new(claimed, look == Look.Oldest ? NextAfterOldest(outlook, claimed.Count < places.Free) : NextAfterFarSides(look, outlook, places));
        }
        finally
        {
            if (look == Look.Deep)
            {
                _lookedDeeplyAt = Stopwatch.GetTimestamp();
                _restOfDeepLooks = Longer(Stopwatch.GetElapsedTime(started) * RestsPerDeepLook, _leastRest);
            }
        }
    }

    /// <summary>The claim, as it is sent to the database.</summary>
    internal NpgsqlCommand Command(Look look, Places places, IEnumerable<long> held)
    {
        var command = database.CreateCommand(look switch { Look.Oldest => ClaimSql.OfOldest, Look.FarSides => _ofFarSides, _ => _deeplyOfFarSides });
        command
            .With(places.FullDestinations).With(FarSides)
            .WithColumn(places.ByDestination, entry => entry.Key).WithColumn(places.ByDestination, entry => entry.Value)
            .With(_options.ConcurrencyPerDestination).With(places.Free).With(_options.Lease)
            .With<long[]>([.. held]).With(_options.PriorityPatience).With(_options.OrderPatience)
            .WithColumn(places.ByType, entry => EnumText.Of(entry.Key)).With(places.FullTypes)
            .WithColumn(places.ByType, entry => entry.Value).With(_options.ConcurrencyPerType);
        if (look != Look.Oldest)
            command.With(places.OpenTypes).WithColumn(places.OpenTypes, type => _visited.GetValueOrDefault(type, ""));
        return command;
    }

    private static string OfFarSides(DeliveriesOptions options, int waiting) =>
        ClaimSql.OfFarSides(options.ConcurrencyPerDestination + waiting, Math.Min(options.Concurrency, options.ConcurrencyPerType) + waiting);

    // With places left, those it saw are full or wait.
    private static Look? NextAfterOldest(Outlook outlook, bool hasPlacesLeft) => !outlook.HasMore ? null : hasPlacesLeft ? Look.FarSides : Look.Oldest;

    private Look? NextAfterFarSides(Look look, Outlook outlook, Places places)
    {
        if (look != Look.Deep && outlook.HidesSome && Stopwatch.GetElapsedTime(_lookedDeeplyAt) >= _restOfDeepLooks) return Look.Deep; // at the same ones
        GoOnAfter(outlook, places);
        return outlook.HasMore && _inVain < MostInVain ? Look.FarSides : null;
    }

    // Integrations that were full were not visited, and are gone on with where they were left.
    private void GoOnAfter(Outlook outlook, Places places)
    {
        foreach (var type in places.OpenTypes) _visited[type] = outlook.Visited.GetValueOrDefault(type, "");
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static async Task<(List<DueDelivery> Claimed, Outlook Outlook)> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<DueDelivery>();
        Outlook? outlook = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            outlook ??= Outlook.Of(reader);
            if (!reader.IsDBNull(0)) claimed.Add(Read(reader));
        }

        return (claimed, outlook!);
    }

    private static DueDelivery Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        EnumText.Parse<IntegrationType>(row.GetString(2)),
        new(EnumText.Parse<DeliveryStatus>(row.GetString(3)), row.GetInt32(4), row.GetInt32(5),
            row.Nullable<DateTimeOffset?>(6), row.GetFieldValue<DateTimeOffset>(7), row.Nullable<string>(8)),
        row.Nullable<string>(9),
        row.GetBoolean(26),
        row.GetInt32(27),
        row.GetInt32(28),
        new(Guid.Parse(row.GetString(10)), row.GetGuid(11), row.GetGuid(12), row.GetString(13), row.GetString(14), row.Nullable<string>(15),
            row.GetString(16), row.IsDBNull(17) ? null : EnumText.Parse<IntegrationType>(row.GetString(17)), Json(row, 18), Json(row, 19), row.GetFieldValue<DateTimeOffset>(20)),
        row.GetString(21) == DeliveriesOptions.ToFirstSuccess ? JsonSerializer.Deserialize<PlanDecision[]>(row.GetString(22), WireJson.Options)! : [],
        row.Nullable<string>(23),
        row.Nullable<string>(24),
        row.GetString(25));

    private static JsonObject? Json(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : JsonNode.Parse(row.GetString(ordinal)) as JsonObject;

    /// <summary>What a look did not see.</summary>
    /// <param name="HasMore">Whether it ended before it had seen all that is due, or visited all far sides.</param>
    /// <param name="HidesSome">Whether a far side that could be given more has more than was seen, behind many that wait.</param>
    /// <param name="Visited">Where it ended, of integrations that have more far sides.</param>
    private sealed record Outlook(bool HasMore, bool HidesSome, IReadOnlyDictionary<string, string> Visited)
    {
        public static Outlook Of(NpgsqlDataReader row) => new(
            row.GetBoolean(29),
            row.GetBoolean(30),
            row.GetFieldValue<string[]>(31).Zip(row.GetFieldValue<string[]>(32)).ToDictionary(ended => ended.First, ended => ended.Second));
    }
}
