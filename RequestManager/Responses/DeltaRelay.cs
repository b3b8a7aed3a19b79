using System.Text.Json;
using Npgsql;
using RequestManager.Storage;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace RequestManager.Responses;

/// <summary>
/// Without a broker a piece reaches any replica. One that does not hold the call passes it on to the one that does, by LISTEN/NOTIFY: a
/// channel a replica, so that nobody hears what is not meant for them.
/// </summary>
internal sealed class DeltaRelay(NpgsqlDataSource database, ResponseDeltas deltas, EventBusIdentity identity)
{
    private const string Notify = "select pg_notify($1, $2)";

    /// <summary>Where this replica hears what others pass on. What was missed is part of the whole answer.</summary>
    public DatabaseChannel Channel => new(ChannelOf(identity.ReplicaId), Hear, () => { });

    public async Task PassOnAsync(string? replicaId, ResponseDelta delta, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(replicaId, "N", out _)) return; // no replica of ours
        await using var command = database.CreateCommand(Notify);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChannelOf(replicaId) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(delta, WireJson.Options) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Hear(string payload) => deltas.Tell(JsonSerializer.Deserialize<ResponseDelta>(payload, WireJson.Options)!);

    private static string ChannelOf(string replicaId) => $"ssa_deltas_{replicaId}";
}
