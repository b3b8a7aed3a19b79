using Microsoft.Extensions.Options;

namespace AgentService.Agents;

/// <summary>While people write agents: reads the definitions again when a file changes. A wrong one is said to be, and what ran before goes on.</summary>
internal sealed partial class AgentReloader(
    AgentDirectory agents, AgentLoader loader, IOptions<AgentOptions> options, TimeProvider time, ILogger<AgentReloader> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Reload) return;
        var known = loader.Stamp();
        using var timer = new PeriodicTimer(_pause, time); // file systems do not all tell of changes
        while (await timer.WaitForNextTickAsync(stoppingToken)) known = ReloadAfter(known);
    }

    private long ReloadAfter(long known)
    {
        try
        {
            if (loader.Stamp() is var now && now == known) return known;
            known = now;
            agents.Replace(loader.Load());
            LogReloaded(logger, agents.All.Count);
        }
        catch (Exception e) when (e is AgentDefinitionException or IOException or UnauthorizedAccessException)
        {
            LogWrong(logger, e.Message);
        }

        return known;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "agents.reloaded {Agents}")]
    private static partial void LogReloaded(ILogger logger, int agents);

    [LoggerMessage(Level = LogLevel.Warning, Message = "agents.not_reloaded {Fault}")]
    private static partial void LogWrong(ILogger logger, string fault);
}
