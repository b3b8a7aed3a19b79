namespace AgentService.Agents;

/// <summary>Has the agents read when the service starts, so that a wrong definition stops it then and not at the first question.</summary>
internal sealed partial class AgentCheck(AgentDirectory agents, ILogger<AgentCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var agent in agents.All) LogLoaded(logger, agent.Name, agent.MaxConcurrentTurns);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "agent.loaded {Agent}, {MaxConcurrentTurns} turns at once")]
    private static partial void LogLoaded(ILogger logger, string agent, int maxConcurrentTurns);
}
