using System.Text.Json.Nodes;
using Npgsql;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>Reads what decides how people are reached, for many at once, from committed rows.</summary>
internal sealed class PreferenceReader(NpgsqlDataSource database, IntegrationDefaults defaults)
{
    private const string Columns = "integration_type, enabled, priority, retry_count, retry_delay_seconds, config";

    public async Task<UserPreferences> ReadAsync(string userId, CancellationToken cancellationToken) =>
        (await ReadAsync([userId], cancellationToken))[userId];

    /// <returns>Every one of <paramref name="userIds"/>; without overrides for most.</returns>
    public async Task<IReadOnlyDictionary<string, UserPreferences>> ReadAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new($"select {Columns} from integration_default_configs"));
        batch.BatchCommands.Add(new($"select {Columns}, id, version, disabled_reason, user_id from user_integration_configs where user_id = any($1)")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. userIds] } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var everyone = await ReadDefaultsAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var overrides = userIds.Distinct().ToDictionary(user => user, _ => new Dictionary<IntegrationType, UserOverride>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, settings) = SettingsOf(reader);
            overrides[reader.GetString(9)][type] = new(reader.GetInt64(6), reader.GetInt64(7), settings, reader.IsDBNull(8) ? null : reader.GetString(8));
        }

        return overrides.ToDictionary(user => user.Key, user => new UserPreferences(everyone, user.Value));
    }

    private async Task<IReadOnlyDictionary<IntegrationType, IntegrationSettings>> ReadDefaultsAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        Dictionary<IntegrationType, IntegrationSettings>? changed = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, settings) = SettingsOf(reader);
            (changed ??= new(defaults.Values))[type] = settings;
        }

        return changed ?? defaults.Values;
    }

    private static (IntegrationType Type, IntegrationSettings Settings) SettingsOf(NpgsqlDataReader reader) => (
        EnumText.Parse<IntegrationType>(reader.GetString(0)),
        new(reader.GetBoolean(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), JsonNode.Parse(reader.GetString(5))!.AsObject()));
}
