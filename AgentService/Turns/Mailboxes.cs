using System.Text.Json;
using System.Text.Json.Nodes;
using AgentService.Agents;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Turns;

/// <summary>
/// Claims, renews, completes and releases the mailboxes of sessions. Every statement about a held mailbox names its epoch, so a holder
/// whose lease was lost changes nothing.
/// </summary>
internal sealed class Mailboxes : IAsyncDisposable
{
    private const int MaxBatch = 100;

    private readonly NpgsqlDataSource _database;
    private readonly TurnOptions _options;
    private readonly Batcher<Ended> _ending;

    public Mailboxes(NpgsqlDataSource database, IOptions<TurnOptions> options)
    {
        _database = database;
        _options = options.Value;
        _ending = new(MaxBatch, CompleteAsync, Paces.Brisk);
    }

    public ValueTask DisposeAsync() => _ending.DisposeAsync();

    /// <param name="free">How many more turns of each agent this replica can take.</param>
    /// <param name="known">All agents there are; turns of any other go into the router's slots.</param>
    public async Task<IReadOnlyList<ClaimedTurn>> ClaimAsync(
        IReadOnlyDictionary<string, int> free, string[] known, CancellationToken cancellationToken)
    {
        var claim = new NpgsqlParameter<Guid> { TypedValue = Guid.NewGuid() };
        await using var commands = _database.CreateBatch();
        commands.BatchCommands.Add(new(MailboxSql.ClaimMailboxes)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. free.Keys] },
                new NpgsqlParameter<int[]> { TypedValue = [.. free.Values] },
                new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName },
                new NpgsqlParameter<string[]> { TypedValue = known },
                claim,
                new NpgsqlParameter<TimeSpan> { TypedValue = _options.Lease },
            },
        });
        commands.BatchCommands.Add(new(MailboxSql.ClaimedTurns) { Parameters = { claim.Clone() } });
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        var claimed = new List<ClaimedTurn>();
        while (await reader.ReadAsync(cancellationToken)) claimed.Add(TurnOf(reader, known));
        return claimed;
    }

    /// <returns>The sessions that are still held, with their epochs.</returns>
    public async Task<IReadOnlySet<(Guid SessionId, long Epoch)>> RenewAsync(IReadOnlyCollection<ClaimedTurn> held, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(MailboxSql.RenewHeld);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. held.Select(turn => turn.SessionId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. held.Select(turn => turn.Epoch)] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = _options.Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var renewed = new HashSet<(Guid, long)>();
        while (await reader.ReadAsync(cancellationToken)) renewed.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return renewed;
    }

    /// <summary>
    /// Stores the answer and passes the mailbox on to the session's next turn, in one commit, which many that end at the same time share.
    /// </summary>
    public async Task<Completion> CompleteAsync(ClaimedTurn turn, ResponseReady response, CancellationToken cancellationToken)
    {
        var ended = new Ended(turn, response);
        await _ending.AddAsync(ended, cancellationToken);
        return ended.Completion;
    }

    private async Task CompleteAsync(IReadOnlyList<Ended> batch, CancellationToken cancellationToken)
    {
        var ended = batch.ToArray();
        var sessions = new NpgsqlParameter<Guid[]> { TypedValue = Array.ConvertAll(ended, one => one.Turn.SessionId) };
        var epochs = new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(ended, one => one.Turn.Epoch) };
        await using var commands = _database.CreateBatch();
        commands.BatchCommands.Add(new(MailboxSql.LockHeld) { Parameters = { sessions.Clone(), epochs.Clone() } });
        commands.BatchCommands.Add(Completing(ended, sessions, epochs));
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken); // the locked mailboxes come first, without columns
        var complete = new Dictionary<(Guid, long), bool>();
        while (await reader.ReadAsync(cancellationToken)) complete.Add((reader.GetGuid(0), reader.GetInt64(1)), reader.GetBoolean(2));
        await reader.NextResultAsync(cancellationToken); // only now is it known that all of it is committed
        foreach (var one in ended)
        {
            var isComplete = complete.TryGetValue((one.Turn.SessionId, one.Turn.Epoch), out var nextIsReady);
            one.Completion = new(isComplete, nextIsReady);
        }
    }

    private NpgsqlBatchCommand Completing(Ended[] ended, NpgsqlParameter sessions, NpgsqlParameter epochs) => new(MailboxSql.CompleteTurns)
    {
        Parameters =
        {
            sessions,
            epochs,
            new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(ended, one => one.Turn.SessionSeq) },
            Sql.TextColumn(Array.ConvertAll(ended, string? (one) => EnumText.Of(StatusOf(one.Response)))),
            Sql.TextColumn(Array.ConvertAll(ended, string? (one) => one.Response.AgentId)),
            Sql.JsonColumn(Array.ConvertAll(ended, string? (one) => JsonSerializer.Serialize(one.Response, WireJson.Options))),
            Sql.TextColumn(Array.ConvertAll(ended, one => one.Response.SessionUpdate?.CurrentAgentId)),
            Sql.JsonColumn(Array.ConvertAll(ended, one => one.Response.SessionUpdate?.ConversationContext?.ToJsonString())),
            new NpgsqlParameter<TimeSpan> { TypedValue = _options.RepublishAfter },
            new NpgsqlParameter<string> { TypedValue = AgentDirectory.RouterName },
            new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(ended, one => one.Turn.Attempt) },
            new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = Array.ConvertAll(ended, one => one.Turn.StartedAt) },
        },
    };

    /// <summary>Gives a turn back that was not finished.</summary>
    /// <param name="pause">How long it is left alone.</param>
    /// <param name="counts">False when the attempt was cut short for no fault of the turn's.</param>
    /// <param name="agentId">The agent in whose slots it goes on; null when that stays as it is.</param>
    /// <returns>False when the lease was lost, or given back before.</returns>
    public async Task<bool> ReleaseAsync(ClaimedTurn turn, TimeSpan pause, bool counts, string? agentId, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(MailboxSql.ReleaseUnfinished);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = turn.SessionId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = turn.Epoch });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pause });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = counts ? 0 : 1 });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = turn.SessionSeq });
        command.Parameters.Add(new() { Value = (object?)agentId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static ClaimedTurn TurnOf(NpgsqlDataReader row, string[] known)
    {
        var agentId = row.GetString(3);
        var request = RequestIn(row.GetString(0));
        return new(
            request ?? Unreadable(row), row.GetInt32(1), row.GetInt64(2), ClaimedTurn.BulkheadOf(agentId, known), agentId,
            row.Nullable<string>(4), row.Nullable<string>(5), row.GetInt32(6), row.Nullable<string>(7), row.Nullable<string>(8), row.Nullable<string>(9), row.GetTimeSpan(10),
            IsReadable: request is not null, row.Nullable<DateTimeOffset?>(14), row.GetFieldValue<DateTimeOffset>(15));
    }

    private static RequestCreated? RequestIn(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RequestCreated>(json, WireJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Of a newer or older version, perhaps. It becomes a failed turn under its number, so that its session goes on.
    private static RequestCreated Unreadable(NpgsqlDataReader row)
    {
        var json = JsonNode.Parse(row.GetString(0)) as JsonObject;
        var userId = json?["user_id"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "unknown";
        return new(row.GetGuid(11), row.GetGuid(12), userId, IntegrationType.Web, "", "", null, null, null, true, row.GetFieldValue<DateTimeOffset>(13));
    }

    private static TurnStatus StatusOf(ResponseReady response) => response.ResponseType == ResponseType.Error ? TurnStatus.Failed : TurnStatus.Answered;

    private sealed record Ended(ClaimedTurn Turn, ResponseReady Response)
    {
        public Completion Completion { get; set; }
    }
}

/// <param name="IsComplete">False when the lease was lost: somebody else answers this turn.</param>
/// <param name="NextIsReady">Whether the session's next turn had come in and can be claimed.</param>
internal readonly record struct Completion(bool IsComplete, bool NextIsReady);
