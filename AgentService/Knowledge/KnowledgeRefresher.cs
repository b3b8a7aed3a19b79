using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace AgentService.Knowledge;

/// <summary>Indexes anew when documents change while the service runs. What cannot be read or written now is tried again; what was indexed stays.</summary>
internal sealed partial class KnowledgeRefresher(
    KnowledgeLibrary library, KnowledgeIndexer indexer, IOptions<KnowledgeOptions> options, ILogger<KnowledgeRefresher> logger)
    : SweeperService(options.Value.CheckInterval, logger)
{
    private readonly ILogger _logger = logger;
    private bool _isBehind;

    protected override async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            _isBehind |= library.Refresh();
            if (_isBehind) await indexer.IndexAsync(cancellationToken);
            _isBehind = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or DbUpdateException or InvalidOperationException)
        {
            LogNotRefreshed(_logger, e.GetBaseException().Message);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "knowledge.not_refreshed {Reason}")]
    private static partial void LogNotRefreshed(ILogger logger, string reason);
}
