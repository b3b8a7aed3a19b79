using EndToEnd.Tests.Support;

namespace Evaluations;

/// <summary>Every conversation goes as it is written down.</summary>
[Collection<OnEvaluatedGraph>]
public sealed class ConversationTests(EvaluatedGraph graph) : EndToEndTest(graph)
{
    private const string Tickets = "select count(*) from tickets where user_id = $1";

    public static TheoryData<string> Names => [.. Conversation.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_goes_as_it_is_written_down(string name)
    {
        var conversation = Conversation.All[name];
        var person = conversation.User ?? Somebody();
        await graph.Rows.TextsAsync("delete from tickets where user_id = $1 returning user_id", person); // people of the directory speak more than once
        (await graph.Anyone.AskAsync(person, "reset")).Must(200);

        var turns = new List<Turned>();
        foreach (var said in conversation.Turns)
        {
            var reply = (await graph.Anyone.AskAsync(person, said.Say)).Must(200);
            var agent = reply["response.agent_id"]!;
            var faults = said.FaultsIn(agent, reply.Content, await graph.Rows.CountAsync(Tickets, person)).ToList();
            turns.Add(new(said.Say, agent, reply.Content, await TokensAsync(reply.RequestId), faults));
        }

        graph.Report.Add(name, conversation, turns);
        Assert.Empty(turns.SelectMany((turn, index) => turn.Faults.Select(fault => $"turn {index + 1} ({turn.Said}): {fault}: {turn.Answer}")));
    }

    private Task<long> TokensAsync(string requestId) => graph.Rows.CountAsync(
        "select coalesce((response->'tokens'->>'input')::bigint + (response->'tokens'->>'output')::bigint, 0) from agent_turns where request_id = $1::uuid", requestId);
}
