using System.Text.Json.Nodes;
using AgentService.Agents;
using AgentService.Flows;
using AgentService.Knowledge;
using AgentService.Models;
using AgentService.Tests.Tools;
using AgentService.Tools;
using AgentService.Tools.Laptops;
using Microsoft.Extensions.Time.Testing;
using SelfServiceAgent.Contracts;

namespace AgentService.Tests;

/// <summary>A conversation with the agents that are shipped, on 27 November 2026, turn by turn as the service takes them.</summary>
internal sealed class FlowConversation(string userId, PlayedTickets? tickets = null)
{
    private static readonly string _config = Path.Combine(AppContext.BaseDirectory, "Config");

    private readonly FakeTimeProvider _time = new(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly PlayedJournal _journal = new();
    private JsonObject? _context;
    private DateTimeOffset? _answered;

    public PlayedTickets Tickets { get; } = tickets ?? new();

    /// <summary>Who answers next.</summary>
    public string Agent { get; private set; } = AgentDirectory.RouterName;

    public FlowReply? Last { get; private set; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public static IRule[] Rules => [new LaptopAgeRule()];

    public static AgentDirectory Shipped(IEnumerable<ITool> tools)
    {
        var library = KnowledgeLibrary.Load(Path.Combine(_config, "knowledge"));
        return new(AgentDefinitions.Load(Path.Combine(_config, "agents"), library.KnowledgeBases, maxConcurrentTurns: 5, new FlowReader(new(tools, []), Rules), [ModelDirectory.Default]));
    }

    public static ITool[] ToolsWith(PlayedTickets tickets) =>
    [
        new FindLaptopTool(People.Read(Path.Combine(_config, "data", "people.csv"))), LaptopOffersTool.Load(Path.Combine(_config, "data", "laptop-offers.json")), .. tickets.Tools,
    ];

    /// <summary>The answer has all of these, in any case.</summary>
    public static void Has(string? answer, params string[] words) =>
        Assert.All(words, word => Assert.Contains(word, answer, StringComparison.OrdinalIgnoreCase));

    /// <returns>What is answered; null when no flow does.</returns>
    public async Task<string?> SayAsync(string content, Guid? requestId = null, DateTimeOffset? sent = null, IntegrationType from = IntegrationType.Web)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var tools = ToolsWith(Tickets);
        var agents = Shipped(tools);
        var router = new Router(agents);
        var agent = agents.Find(Agent)!;
        if (agent == agents.Router) agent = await router.ChooseAsync(content, null, TestContext.Current.CancellationToken) ?? agent;
        if (agent.Flow is null) return null;
        var turn = new AgentTurn(requestId ?? Guid.NewGuid(), Guid.NewGuid(), userId, agent.Name, content, from, sent ?? Now, _context) { AnsweredBefore = _answered };
        Last = await new FlowRunner(ToolRunners.Of(tools, _journal), Rules, _time).TakeAsync(agent, turn, null, other => router.Match(other)?.Name, TestContext.Current.CancellationToken);
        if (Last.SaysNothing)
        {
            var next = await router.ChooseAsync(content, null, TestContext.Current.CancellationToken) ?? agents.Router;
            if (next.Name == agent.Name) _context = FlowPosition.Keep(_context, agent.Name, null);
            Agent = next.Name;
            return await SayAsync(content, requestId, sent, from);
        }

        _answered = Now;
        _context = FlowPosition.Keep(_context, agent.Name, Last.Position);
        Agent = Last.Position is null ? AgentDirectory.RouterName : agent.Name;
        return Last.Content;
    }

    /// <summary>The definition has changed since.</summary>
    public void Age() => _context!["flows"]![Agent]!["version"] = "of-old";
}
