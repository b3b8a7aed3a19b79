using AgentService.Agents;
using AgentService.Models;

namespace AgentService.Tests;

/// <summary>What a flow's definition promises is proven before anybody talks to it.</summary>
public sealed class FlowReaderTests : IDisposable
{
    private const string Agent = """
        name: routing-agent
        description: I order.
        instructions: Order.
        tools: [tickets.find, tickets.open]
        flow:
          start: ask
          states:
            ask:
              say: "Order?"
              confirm: {"yes": order, "no": bye}
            order:
              call: tickets.open
              then: bye
            bye:
              say: Bye.
              hand_back: true
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("flows-");

    [Fact]
    public void A_flow_is_read() => Assert.Equal(("ask", 3), (Load(Agent).Flow!.Start, Load(Agent).Flow!.States.Count));

    [Fact]
    public void Another_definition_is_another_version()
    {
        Assert.Equal(Load(Agent).Flow!.Version, Load($"# a comment\n{Agent}").Flow!.Version);
        Assert.NotEqual(Load(Agent).Flow!.Version, Load(Agent.Replace("Bye.", "Goodbye.", StringComparison.Ordinal)).Flow!.Version);
    }

    [Theory]
    [InlineData("start: ask", "start: begin", 6, "no state")]
    [InlineData("then: bye", "then: nowhere", 12, "goes on to nowhere")]
    [InlineData("call: tickets.open", "call: laptops.find", 12, "not among the agent's tools")]
    [InlineData("call: tickets.open", "rule: horoscope", 12, "names horoscope; there are laptop-age")]
    [InlineData("say: Bye.", "say: \"{{ bye\"", 15, "Liquid")]
    [InlineData("say: Bye.", "sag: Bye.", 15, "is unknown")]
    [InlineData("say: \"Order?\"", "into: x", 9, "'say' is missing")]
    [InlineData("hand_back: true", "then: bye", 14, "for ever")]
    [InlineData("confirm: {\"yes\": order, \"no\": bye}", "then: order", 11, "without a yes just before: it is reached from ask")]
    [InlineData("\"no\": bye", "\"no\": order", 11, "without a yes just before: it is reached from ask")]
    [InlineData("hand_back: true", "then: later\n    later:\n      then: nowhere", 18, "goes on to nowhere")]
    [InlineData("confirm: {\"yes\": order, \"no\": bye}", "ask: {\"bye\": []}", 10, "needs a phrase")]
    [InlineData("confirm: {\"yes\": order, \"no\": bye}", "ask: {}", 10, "names no answer")]
    [InlineData("confirm: {\"yes\": order, \"no\": bye}", "ask: {\"bye\": [\"*\"]}", 10, "names no answer")]
    [InlineData("confirm: {\"yes\": order, \"no\": bye}", "ask: {\"bye\": [\"no\", \"*\"]}", 10, "its one phrase")]
    [InlineData("start: ask", "start: order", 11, "without a yes just before")]
    public void A_wrong_flow_is_refused_by_file_line_and_reason(string right, string wrong, int line, string reason)
    {
        var message = Assert.Throws<AgentDefinitionException>(() => Load(Agent.Replace(right, wrong, StringComparison.Ordinal))).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("agent.yaml", message, StringComparison.Ordinal);
        if (!message.Contains("missing", StringComparison.Ordinal) && !message.Contains("just before", StringComparison.Ordinal) && !message.Contains("ever", StringComparison.Ordinal))
            Assert.Contains($"line {line}:", message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private AgentDefinition Load(string yaml)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "agent.yaml"), yaml);
        return AgentDefinitions.Load(_directory.FullName, new HashSet<string>(), 5, new(new(new PlayedTickets().Tools, []), FlowConversation.Rules), [ModelDirectory.Default]).Single();
    }
}
