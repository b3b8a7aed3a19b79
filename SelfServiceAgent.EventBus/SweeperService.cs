using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SelfServiceAgent.EventBus;

/// <summary>A loop over what is due: sweeps when woken, and every so often because a wake-up can be lost with its process.</summary>
public abstract partial class SweeperService(TimeSpan interval, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Set it when something has become due.</summary>
    public WakeUp WakeUp { get; } = new();

    /// <summary>Does what is due now. An exception is logged and ends this round, not the loop.</summary>
    /// <returns>True when more may be due at once.</returns>
    protected abstract Task<bool> SweepAsync(CancellationToken cancellationToken);

    /// <summary>Reads a claimed row. One that cannot be read, for example of a newer version, must not hold up those claimed with it.</summary>
    /// <returns>Null when it cannot be read.</returns>
    protected TRow? ReadOrSkip<TRow>(Func<TRow> read)
        where TRow : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException)
        {
            LogUnreadable(logger, e, GetType().Name);
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await SweepAsync(stoppingToken)) await WakeUp.WaitAsync(interval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever went wrong, what is due stays due
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(logger, e, GetType().Name);
                await Task.Delay(_pauseAfterFault, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public override void Dispose()
    {
        WakeUp.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "sweep.unreadable_row {Sweeper}")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string sweeper);

    [LoggerMessage(Level = LogLevel.Warning, Message = "sweep.failed {Sweeper}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string sweeper);
}
