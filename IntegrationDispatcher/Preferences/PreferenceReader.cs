using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntegrationDispatcher.Integrations;
using Npgsql;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Preferences;

/// <summary>Reads what decides how people are reached, for many at once, from committed rows.</summary>
internal sealed class PreferenceReader(NpgsqlDataSource database, IntegrationDefaults defaults, SecretProtector secrets)
{
    private const string Columns = "integration_type, enabled, priority, retry_count, retry_delay_seconds, config";

    public async Task<UserPreferences> ReadAsync(string userId, CancellationToken cancellationToken) =>
        (await ReadAsync([userId], cancellationToken))[userId];

    /// <returns>What holds for everyone without an override.</returns>
    public async Task<UserPreferences> ReadDefaultsAsync(CancellationToken cancellationToken) => await ReadAsync("", cancellationToken); // nobody's name

    /// <returns>Every one of <paramref name="userIds"/>; without overrides for most.</returns>
    public async Task<IReadOnlyDictionary<string, UserPreferences>> ReadAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select integration_type, verdict, reason from integration_probes where verdict <> 'HEALTHY'"));
        batch.BatchCommands.Add(new($"select {Columns}, decides_enabled from integration_default_configs"));
        batch.BatchCommands.Add(new($"select {Columns}, id, version, disabled_reason, user_id from user_integration_configs where user_id = any($1)")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. userIds] } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var probes = await ReadProbesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var everyone = await ReadDefaultsAsync(reader, probes, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var overrides = userIds.Distinct().ToDictionary(user => user, _ => new Dictionary<IntegrationType, UserOverride>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, settings) = SettingsOf(reader);
            overrides[reader.GetString(9)][type] = new(reader.GetInt64(6), reader.GetInt64(7), settings, reader.IsDBNull(8) ? null : reader.GetString(8));
        }

        return overrides.ToDictionary(user => user.Key, user => new UserPreferences(everyone, user.Value) { Probes = probes });
    }

    private static async Task<Dictionary<IntegrationType, Probe>> ReadProbesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var probes = new Dictionary<IntegrationType, Probe>();
        while (await reader.ReadAsync(cancellationToken))
        {
            probes[EnumText.Parse<IntegrationType>(reader.GetString(0))] =
                new(EnumText.Parse<ProbeVerdict>(reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetString(2));
        }

        return probes;
    }

    private async Task<IReadOnlyDictionary<IntegrationType, IntegrationSettings>> ReadDefaultsAsync(
        NpgsqlDataReader reader, Dictionary<IntegrationType, Probe> probes, CancellationToken cancellationToken)
    {
        var everyone = defaults.Without([.. probes.Where(probe => probe.Value.Verdict == ProbeVerdict.Refused).Select(probe => probe.Key)]);
        Dictionary<IntegrationType, IntegrationSettings>? changed = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, settings) = SettingsOf(reader);
            changed ??= new(everyone);
            changed[type] = reader.GetBoolean(6) ? settings : settings with { Enabled = everyone[type].Enabled };
        }

        return changed ?? everyone;
    }

    private (IntegrationType Type, IntegrationSettings Settings) SettingsOf(NpgsqlDataReader reader)
    {
        var type = EnumText.Parse<IntegrationType>(reader.GetString(0));
        var stored = JsonNode.Parse(reader.GetString(5))!.AsObject();
        var settings = new IntegrationSettings(reader.GetBoolean(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), stored);
        try
        {
            return (type, settings with { Config = secrets.Revealed(type, stored) });
        }
        catch (CryptographicException)
        {
            return (type, settings with { IsUnreadable = true });
        }
    }
}
