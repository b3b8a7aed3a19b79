using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations.Test;

/// <summary>Stores what it is given; once per delivery, however often it is tried.</summary>
internal sealed class TestIntegration : IIntegration, IAsyncDisposable
{
    private const int MaxBatch = 200;
    private static readonly TimeSpan _playedTimeout = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly Batcher<Message> _batcher;

    public TestIntegration(IOptions<TestOptions> options, NpgsqlDataSource database, TimeProvider clock)
    {
        IsConfigured = options.Value.Enabled;
        _database = database;
        _clock = clock;
        _batcher = new(MaxBatch, StoreAsync, Paces.Steady);
    }

    public IntegrationType Type => IntegrationType.Test;

    public bool IsConfigured { get; }

    public string? Objection(JsonObject config) => null;

    // The database takes many at once; those who play a time-out must not hold up the rest.
    public string? DestinationOf(JsonObject config) => TestConfig.FailureIn(config) == TestConfig.Timeout ? "test:timeout" : null;

    public async Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken)
    {
        switch (TestConfig.FailureIn(config))
        {
            case TestConfig.Transient:
                return new Outcome.TryAgain("the test integration was told to fail for now");
            case TestConfig.Permanent:
                return new Outcome.Refused("the test integration was told to refuse");
            case TestConfig.Timeout:
                await Task.Delay(_playedTimeout, _clock, cancellationToken);
                return new Outcome.TryAgain("the test integration was told not to answer in time");
            default:
                return await StoreAsync(message, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _batcher.DisposeAsync();

    private async Task<Outcome> StoreAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            await _batcher.AddAsync(message, cancellationToken);
            return new Outcome.Delivered();
        }
        catch (Exception e) when (TransientFaults.Is(e))
        {
            return new Outcome.TryAgain("the database was away");
        }
    }

    private async Task StoreAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("""
            insert into test_deliveries (delivery_id, request_id, session_id, user_id, agent_id, subject, content, metadata)
            select m.delivery_id, m.request_id, m.session_id, m.user_id, m.agent_id, m.subject, m.content, m.metadata::jsonb
            from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
              as m (delivery_id, request_id, session_id, user_id, agent_id, subject, content, metadata)
            on conflict (delivery_id) do nothing
            """);
        await command
            .WithColumn(messages, m => m.DeliveryId.ToString()).WithColumn(messages, m => m.RequestId).WithColumn(messages, m => m.SessionId)
            .WithColumn(messages, m => m.UserId).WithColumn(messages, m => m.AgentId).WithColumn(messages, m => m.Subject)
            .WithColumn(messages, m => m.Content).WithColumn(messages, m => m.Metadata?.ToJsonString())
            .ExecuteNonQueryAsync(cancellationToken);
    }
}
