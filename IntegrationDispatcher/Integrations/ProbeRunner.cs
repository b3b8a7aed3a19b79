using Npgsql;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

/// <summary>
/// Asks each far side every minute, and when the service starts, whether it would take messages from us. One replica asks and stores the
/// verdict for all.
/// </summary>
internal sealed partial class ProbeRunner(Plugs plugs, NpgsqlDataSource database, ILogger<ProbeRunner> logger) : SweeperService(_interval, logger)
{
    private const string Claim = """
        insert into integration_probes (integration_type, verdict, leased_until) values ($1, 'HEALTHY', now() + $2)
        on conflict (integration_type) do update set leased_until = excluded.leased_until
          where (integration_probes.leased_until is null or integration_probes.leased_until < now())
            and ($3 or integration_probes.checked_at is null or integration_probes.checked_at < now() - $4)
        returning true
        """;

    private const string Store = """
        update integration_probes set verdict = $2, reason = $3, checked_at = now(), leased_until = null where integration_type = $1
        """;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _lease = _patience * 2;
    private static readonly TimeSpan _tooOld = _interval * 0.9; // replicas' minutes are not the same

    private readonly ILogger _logger = logger;
    private bool _hasBegun;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(plugs.All.Select(plug => ProbeAsync(plug, isFirst: !_hasBegun, cancellationToken)));
        _hasBegun = true;
        return false;
    }

    private async Task ProbeAsync(IIntegration plug, bool isFirst, CancellationToken cancellationToken)
    {
        var type = EnumText.Of(plug.Type);
        await using (var claim = database.CreateCommand(Claim))
        {
            if (await claim.With(type).With(_lease).With(isFirst).With(_tooOld).ExecuteScalarAsync(cancellationToken) is null) return;
        }

        var probe = await AskAsync(plug, cancellationToken);
        await using var store = database.CreateCommand(Store);
        await store.With(type).With(EnumText.Of(probe.Verdict)).With(probe.Reason).ExecuteNonQueryAsync(cancellationToken);
        if (probe.Verdict != ProbeVerdict.Healthy) LogNotHealthy(_logger, plug.Type, probe.Verdict, probe.Reason);
    }

    private async Task<Probe> AskAsync(IIntegration plug, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(_patience);
        try
        {
            return await plug.ProbeAsync(late.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Probe.Unreachable("it did not answer in time");
        }
#pragma warning disable CA1031 // a fault of one integration's probe must not leave the others unprobed
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFault(_logger, e, plug.Type);
            return Probe.Unreachable("it could not be asked");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "integration.not_healthy {Integration} {Verdict} {Reason}")]
    private static partial void LogNotHealthy(ILogger logger, IntegrationType integration, ProbeVerdict verdict, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "integration.probe_fault {Integration}")]
    private static partial void LogFault(ILogger logger, Exception exception, IntegrationType integration);
}
