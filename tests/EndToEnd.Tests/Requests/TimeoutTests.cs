using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>Who waits no longer has still been heard.</summary>
[Collection<OnHastyGraph>]
public sealed class TimeoutTests(HastyGraph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task A_call_that_waited_long_enough_is_told_where_the_answer_will_be()
    {
        var waited = (await Graph.WebTestUser.AskWebAsync("web-test-user", "Hello")).MustBeProblem(504, "response_timeout");

        Assert.Equal($"/api/v1/requests/{waited.RequestId}", waited.Headers["Location"]);
        var end = await Graph.WebTestUser.EndOfAsync(waited.RequestId);
        Assert.Equal(("completed", "echo: Hello"), (end["status"], end.Content));
    }
}
