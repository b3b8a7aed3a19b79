using AgentService.Tests;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Sessions;

/// <summary>Sessions keep their order over two replicas of each service.</summary>
public abstract class OrderSuite(Graph graph) : EndToEndTest(graph)
{
    private static readonly string[] _waysIn = ["WEB", "CLI", "TEAMS", "DISCORD", "WEB", "CLI"];

    private const string Answered = "select count(*) from request_logs where user_id = $1 and completed_at is not null";
    private const int People = 20, RequestsEach = 10;

    [Fact]
    public async Task Two_hundred_requests_at_once_are_answered_each_in_its_own_session_in_order()
    {
        var people = Enumerable.Range(0, People).Select(_ => Somebody()).ToArray();
        var asked = await Task.WhenAll(Enumerable.Range(0, People * RequestsEach).Select(async number =>
        {
            var (question, document) = Questions.Answered[number % Questions.Answered.Count];
            var person = people[number % People];
            return (person, question, document, Reply: await Graph.Anyone.AskAsync(person, question));
        }));

        Assert.All(asked, one => one.Reply.Must(200));
        Assert.All(asked, one => Assert.Contains(one.document, one.Reply.Content, StringComparison.Ordinal));
        Assert.All(asked.GroupBy(one => one.person), person => Assert.Single(person.Select(one => one.Reply.SessionId).Distinct()));
        var turns = await Graph.Rows.TurnsAsync(people);
        turns.MustBeAnsweredOnceAndInOrder(People, RequestsEach);
        Assert.All(turns, turn => Assert.Equal(1, turn.Attempts));
        var byRequest = turns.ToDictionary(turn => turn.RequestId);
        Assert.All(asked, one =>
            Assert.Equal((one.person, one.question, one.Reply.SessionId, one.Reply.Content), Of(byRequest[one.Reply.RequestId])));
    }

    [Fact]
    public async Task Fifty_first_messages_at_once_share_one_session()
    {
        const int messages = 50;
        var person = Somebody();
        var replies = await Task.WhenAll(Enumerable.Range(0, messages).Select(_ => Graph.Anyone.AskAsync(person, "Hello")));

        Assert.All(replies, reply => reply.Must(200));
        Assert.Single(replies.Select(reply => reply.SessionId).Distinct());
        (await Graph.Rows.TurnsAsync(person)).MustBeAnsweredOnceAndInOrder(1, messages);
        Assert.Equal(1, await Graph.Rows.CountAsync("select count(*) from request_sessions where user_id = $1", person));
    }

    [Fact]
    public async Task One_person_has_one_session_for_each_way_in()
    {
        var person = Somebody();
        var replies = await Task.WhenAll(_waysIn.Select(type => Graph.Anyone.AskAsync(person, "Hello", type)));

        Assert.Equal(4, replies.Select(reply => reply.Must(200).SessionId).Distinct().Count());
    }

    [Fact]
    public async Task More_than_a_hundred_unanswered_requests_of_one_person_are_too_many()
    {
        var person = Somebody();
        var replies = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Graph.Anyone.Async().AskAsync(person, "Hello")));

        Assert.All(replies, reply => Assert.True(reply.Status is 202 or 429, reply.Text));
        var refused = replies.Where(reply => reply.Status == 429);
        Assert.All(refused, reply => Assert.Contains("Retry-After", reply.MustBeProblem(429, "too_many_pending").Headers.Keys));
        var accepted = replies.Count(reply => reply.Status == 202);
        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync(Answered, person) == accepted,
            "everything accepted is answered");
        (await Graph.Rows.TurnsAsync(person)).MustBeAnsweredOnceAndInOrder(1, accepted);
    }

    private static (string UserId, string Question, string SessionId, string? Answer) Of(Turn turn) =>
        (turn.UserId, turn.Question, turn.SessionId, turn.Answer);
}

[Collection<OnEventingGraph>]
public sealed class OrderOverEventing(EventingGraph graph) : OrderSuite(graph);

[Collection<OnDirectGraph>]
public sealed class OrderOverDirect(DirectGraph graph) : OrderSuite(graph);
