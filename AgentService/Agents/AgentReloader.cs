using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace AgentService.Agents;

/// <summary>While people write agents: reads the definitions again when a file changes. A wrong one is said to be, and what ran before goes on.</summary>
internal sealed partial class AgentReloader(AgentDirectory agents, AgentLoader loader, IOptions<AgentOptions> options, ILogger<AgentReloader> logger)
    : SweeperService(TimeSpan.FromSeconds(1), logger)
{
    private readonly ILogger _logger = logger;
    private long _known = loader.Stamp();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.Reload ? base.ExecuteAsync(stoppingToken) : Task.CompletedTask;

    protected override Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var now = loader.Stamp();
        if (now == _known) return Task.FromResult(false);
        _known = now; // a wrong definition is looked at again when it has been changed
        try
        {
            agents.Replace(loader.Load());
            LogReloaded(_logger, agents.All.Count);
        }
        catch (AgentDefinitionException e)
        {
            LogWrong(_logger, e.Message);
        }

        return Task.FromResult(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "agents.reloaded {Agents}")]
    private static partial void LogReloaded(ILogger logger, int agents);

    [LoggerMessage(Level = LogLevel.Warning, Message = "agents.not_reloaded {Fault}")]
    private static partial void LogWrong(ILogger logger, string fault);
}
