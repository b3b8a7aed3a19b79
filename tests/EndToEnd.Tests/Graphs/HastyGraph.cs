using IntegrationDispatcher.Tests;

namespace EndToEnd.Tests.Graphs;

/// <summary>
/// Without a broker, agents that take a second, and nobody who waits that long: neither callers nor sessions. It is set up for Slack and a
/// mail server.
/// </summary>
public sealed class HastyGraph() : Graph(
    "Communication:Mode=direct",
    "Services:AgentService:Model:Provider=echo",
    "Services:AgentService:Model:EchoDelay=00:00:01",
    "Services:RequestManager:Requests:ResponseTimeout=00:00:00.2",
    "Services:RequestManager:Sessions:Timeout=00:00:02",
    "Services:RequestManager:Sessions:SweepInterval=00:00:01")
{
    internal SmtpFarSide Mail { get; private set; } = null!;

    internal SlackFarSide Slack { get; private set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Mail is not null) await Mail.DisposeAsync();
        if (Slack is not null) await Slack.DisposeAsync();
    }

    protected override async Task<string[]> StartFarSidesAsync()
    {
        Mail = await SmtpFarSide.StartAsync();
        Slack = await SlackFarSide.StartAsync();
        return
        [
            "Services:IntegrationDispatcher:Integrations:Email:Host=127.0.0.1",
            $"Services:IntegrationDispatcher:Integrations:Email:Port={Mail.Port}",
            "Services:IntegrationDispatcher:Integrations:Email:Security=None",
            "Services:IntegrationDispatcher:Integrations:Email:From=it@company.com",
            $"Services:IntegrationDispatcher:Slack:BotToken={SlackFarSide.Token}",
            "Services:IntegrationDispatcher:Slack:SigningSecret=development-slack-signing-secret",
            $"Services:IntegrationDispatcher:Slack:ApiBaseUrl={Slack.ApiBaseUrl}",
        ];
    }
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnHastyGraph : ICollectionFixture<HastyGraph>;
