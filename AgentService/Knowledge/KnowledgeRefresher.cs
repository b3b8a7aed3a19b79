using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AgentService.Knowledge;

/// <summary>Indexes anew when documents change while the service runs. What cannot be read or written now is tried again; what was indexed stays.</summary>
internal sealed partial class KnowledgeRefresher(
    KnowledgeLibrary library, KnowledgeIndexer indexer, IOptions<KnowledgeOptions> options, TimeProvider time, ILogger<KnowledgeRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isBehind = false;
        using var timer = new PeriodicTimer(options.Value.CheckInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                isBehind |= library.Refresh();
                if (isBehind) await indexer.IndexAsync(stoppingToken);
                isBehind = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or DbUpdateException or InvalidOperationException)
            {
                LogNotRefreshed(logger, e.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "knowledge.not_refreshed {Reason}")]
    private static partial void LogNotRefreshed(ILogger logger, string reason);
}
