using System.Text.Json.Nodes;
using AgentService.Agents;
using AgentService.Turns;
using SelfServiceAgent.Contracts;

namespace AgentService.Tests;

public sealed class TurnResponseTests
{
    private static readonly JsonObject _newContext = new() { ["step"] = 2 };

    [Fact]
    public void Whoever_answers_first_has_the_conversation() => Assert.Equal(("laptops", null), StateAfter(Turn(), Answer("laptops", next: "laptops")));

    [Fact]
    public void Where_nobody_has_it_the_router_does() => Assert.Equal((AgentDirectory.RouterName, null), StateAfter(Turn(), Answer("laptops")));

    [Fact]
    public void Who_was_asked_for_by_name_does_not_take_over() => Assert.Null(UpdateAfter(Turn(target: "laptops"), Answer("laptops")));

    [Fact]
    public void Whoever_answers_a_command_does_not_take_over() =>
        Assert.Null(UpdateAfter(Turn(command: SessionCommand.Tokens), Answer(AgentNames.System)));

    [Fact]
    public void What_stays_as_it_is_needs_no_update() => Assert.Null(UpdateAfter(Turn(current: "router", context: "{}"), Answer("router")));

    [Fact]
    public void An_update_has_what_did_not_change_as_well() // for it replaces an older one that comes late
    {
        Assert.Equal(("router", """{"step":2}"""), StateAfter(Turn(current: "router"), Answer("router", context: _newContext)));
        Assert.Equal(("laptops", """{"step":1}"""), StateAfter(Turn(current: "router", context: """{"step": 1}"""), Answer("router", next: "laptops")));
    }

    private static (string? AgentId, string? Context) StateAfter(ClaimedTurn turn, AgentAnswer answer)
    {
        var update = UpdateAfter(turn, answer)!;
        return (update.CurrentAgentId, update.ConversationContext?.ToJsonString());
    }

    private static SessionUpdate? UpdateAfter(ClaimedTurn turn, AgentAnswer answer) =>
        TurnResponse.Of(turn, answer, TimeSpan.Zero, DateTimeOffset.UnixEpoch).SessionUpdate;

    private static ClaimedTurn Turn(string? target = null, SessionCommand? command = null, string? current = null, string? context = null)
    {
        var request = new RequestCreated(
            Guid.NewGuid(), Guid.NewGuid(), "jane", IntegrationType.Web, "message", "Hello", null, null, target, target is null,
            DateTimeOffset.UnixEpoch, Command: command);
        return new(request, 1, 1, "router", "router", current, context, 1, null, null, null, TimeSpan.Zero);
    }

    private static AgentAnswer Answer(string agent, string? next = null, JsonObject? context = null) =>
        new(agent, "Hello!", null, false, [], TokenUsage.None, next, context);
}
