using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RequestManager.Requests;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Sessions;

/// <summary>
/// Puts a request into its session: finds or opens the session, numbers the request under the session row's lock and stores both, in one
/// commit, which many that come at the same time share. From its return on the request cannot be lost.
/// </summary>
internal sealed class SessionNumbering : IAsyncDisposable
{
    private const int MaxBatch = 100;

    private readonly NpgsqlDataSource _database;
    private readonly RequestOptions _options;
    private readonly SessionOptions _sessions;
    private readonly Batcher<Arrival> _batcher;

    public SessionNumbering(NpgsqlDataSource database, IOptions<RequestOptions> options, IOptions<SessionOptions> sessions)
    {
        _database = database;
        _options = options.Value;
        _sessions = sessions.Value;
        _batcher = new(MaxBatch, StoreAsync, Paces.Brisk);
    }

    public async Task<Numbering> NumberAsync(Guid requestId, NormalizedRequest request, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(requestId, request, Activity.Current?.Id);
        try
        {
            await _batcher.AddAsync(arrival, cancellationToken);
            return arrival.Numbering!;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: IdempotencyKey.Index })
        {
            return new Numbering.Repeated(); // all is rolled back, the number in the session too
        }
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    // The sessions of a batch are locked in one order, by all replicas and by the answers. Those of one session stay in the order in which they
    // came. A call that was sent twice at once must not cost the others their batch.
    private async Task StoreAsync(IReadOnlyList<Arrival> batch, CancellationToken cancellationToken)
    {
        var arrivals = batch.DistinctBy(arrival => arrival.Once).OrderBy(arrival => arrival.Request.UserId, StringComparer.Ordinal)
            .ThenBy(arrival => EnumText.Of(arrival.Request.IntegrationType), StringComparer.Ordinal)
            .ThenBy(arrival => arrival.Request.ChannelId, StringComparer.Ordinal).ThenBy(arrival => arrival.Request.ThreadId, StringComparer.Ordinal);
        var together = Together(arrivals).ToList();
        await using var commands = _database.CreateBatch();
        foreach (var run in together)
        {
            commands.BatchCommands.Add(run[0].Request.SessionId is null ? IntoCurrent([.. run]) : IntoNamed(run[0]));
            if (run[0].Ends) commands.BatchCommands.Add(Ending(run[0]));
        }

        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        foreach (var run in together)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var id = Guid.Parse(reader.GetString(0));
                var arrival = run.First(arrival => arrival.RequestId == id);
                arrival.Numbering = NumberingIn(reader, arrival);
            }

            await reader.NextResultAsync(cancellationToken); // after the last one it is known that all of it is committed
        }

        foreach (var copy in batch.Where(arrival => arrival.Numbering is null)) copy.Numbering = new Numbering.Repeated();
    }

    // One statement takes only one request of each person, and none that names its session or ends it.
    private static IEnumerable<List<Arrival>> Together(IEnumerable<Arrival> byPerson)
    {
        var run = new List<Arrival>();
        foreach (var arrival in byPerson)
        {
            var isAlone = arrival.Ends || arrival.Request.SessionId is not null;
            if (run.Count > 0 && (isAlone || run[^1].Request.UserId == arrival.Request.UserId))
            {
                yield return run;
                run = [];
            }

            run.Add(arrival);
            if (!isAlone) continue;
            yield return run;
            run = [];
        }

        if (run.Count > 0) yield return run;
    }

    private NpgsqlBatchCommand IntoCurrent(Arrival[] arrivals)
    {
        return new(NumberingSql.IntoCurrentSessions)
        {
            Parameters =
            {
                Texts(arrival => Guid.CreateVersion7().ToString()),
                Texts(arrival => arrival.Request.UserId),
                Texts(arrival => EnumText.Of(arrival.Request.IntegrationType)),
                Json(arrival => arrival.Request.UserContext.ToJsonString()),
                Texts(arrival => arrival.RequestId.ToString()),
                Texts(arrival => arrival.Request.SentBy),
                Texts(arrival => arrival.Request.RequestType),
                Texts(arrival => arrival.Request.Content),
                Json(arrival => JsonSerializer.Serialize(arrival.Request, WireJson.Options)),
                Texts(arrival => arrival.TraceParent),
                Texts(arrival => arrival.Request.ChannelId),
                Texts(arrival => arrival.Request.ThreadId),
                Texts(arrival => arrival.Request.IdempotencyKey?.Text),
                new NpgsqlParameter<byte[]?[]> { TypedValue = Array.ConvertAll(arrivals, arrival => arrival.Request.IdempotencyKey?.Hash) },
                new NpgsqlParameter<int> { TypedValue = _options.MaxPendingPerUser },
                new NpgsqlParameter<TimeSpan> { TypedValue = _sessions.Timeout },
                new NpgsqlParameter<string> { TypedValue = EventTypes.RequestCreated },
                new NpgsqlParameter<TimeSpan> { TypedValue = _options.RepublishAfter },
            },
        };

        NpgsqlParameter Texts(Converter<Arrival, string?> column) => Sql.TextColumn(Array.ConvertAll(arrivals, column));
        NpgsqlParameter Json(Converter<Arrival, string?> column) => Sql.JsonColumn(Array.ConvertAll(arrivals, column));
    }

    private NpgsqlBatchCommand IntoNamed(Arrival arrival)
    {
        var request = arrival.Request;
        var command = new NpgsqlBatchCommand(NumberingSql.IntoNamedSession);
        Add(request.SessionId.ToString());
        Add(request.UserId);
        Add(EnumText.Of(request.IntegrationType));
        Add(arrival.RequestId.ToString());
        Add(request.SentBy);
        Add(request.RequestType);
        Add(request.Content);
        Add(JsonSerializer.Serialize(request, WireJson.Options), NpgsqlDbType.Jsonb);
        Add(EventTypes.RequestCreated);
        Add(arrival.TraceParent);
        Add(request.IdempotencyKey?.Text);
        Add(request.IdempotencyKey?.Hash, NpgsqlDbType.Bytea);
        Add(_options.MaxPendingPerUser, NpgsqlDbType.Integer);
        Add(_sessions.Timeout, NpgsqlDbType.Interval);
        Add(_options.RepublishAfter, NpgsqlDbType.Interval);
        return command;

        void Add(object? value, NpgsqlDbType type = NpgsqlDbType.Varchar) =>
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    private static NpgsqlBatchCommand Ending(Arrival arrival) =>
        new(NumberingSql.EndSession) { Parameters = { new() { Value = arrival.RequestId.ToString() } } };

    private Numbering NumberingIn(NpgsqlDataReader row, Arrival arrival)
    {
        var isThere = row.GetBoolean(5); // a session that is not there is the clearer answer
        if (row.GetInt64(1) >= _options.MaxPendingPerUser && isThere) return new Numbering.TooManyPending();
        if (row.IsDBNull(2)) return new Numbering.SessionNotFound();
        return new Numbering.Numbered(new(
            arrival.RequestId, Guid.Parse(row.GetString(2)), row.GetInt32(3), arrival.Request, row.GetFieldValue<DateTimeOffset>(4), arrival.TraceParent));
    }

    private sealed record Arrival(Guid RequestId, NormalizedRequest Request, string? TraceParent)
    {
        public Numbering? Numbering { get; set; }

        /// <summary>The same for calls of one key.</summary>
        public object Once => Request.IdempotencyKey is { } key ? (Request.SentBy, key.Text) : RequestId;

        public bool Ends => Request.Command == SessionCommand.Reset;
    }
}

/// <summary>What became of putting a request into its session.</summary>
internal abstract record Numbering
{
    public sealed record Numbered(NumberedRequest Request) : Numbering;

    public sealed record SessionNotFound : Numbering;

    public sealed record TooManyPending : Numbering;

    /// <summary>Its idempotency key stands for another request already.</summary>
    public sealed record Repeated : Numbering;
}
