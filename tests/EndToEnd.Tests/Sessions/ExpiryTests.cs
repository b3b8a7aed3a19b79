using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Sessions;

/// <summary>Sessions run out when nobody uses them any more.</summary>
[Collection<OnHastyGraph>]
public sealed class ExpiryTests(HastyGraph graph) : EndToEndTest(graph)
{
    private const string EndedAfterItsAnswers = """
        select count(*) from request_sessions s
        where session_id = $1 and status = 'EXPIRED'
          and updated_at >= (select max(completed_at) from request_logs r where r.session_id = s.session_id and r.completed_at is not null)
          and not exists (select from request_logs r where r.session_id = s.session_id and r.completed_at is null)
        """;

    [Fact]
    public async Task A_session_runs_out_after_its_last_answer_and_the_next_request_opens_a_new_one()
    {
        var person = Somebody();
        var asked = new List<Reply>();
        for (var number = 0; number < 4; number++) asked.Add((await Graph.Anyone.Async().AskAsync(person, $"question {number}")).Must(202));
        var session = Assert.Single(asked.Select(reply => reply.SessionId).Distinct());

        await Graph.Anyone.EndOfSessionAsync(session, "EXPIRED");
        Assert.Equal(1, await Graph.Rows.CountAsync(EndedAfterItsAnswers, session));
        (await Graph.Rows.TurnsAsync(person)).MustBeAnsweredOnceAndInOrder(1, 4);
        var next = await Graph.Anyone.Async().AskAsync(person, "one more");
        Assert.NotEqual(session, next.Must(202).SessionId);
    }
}
