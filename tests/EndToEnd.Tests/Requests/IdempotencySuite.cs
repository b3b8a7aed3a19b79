using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>A request that is sent twice under one key is asked once.</summary>
public abstract class IdempotencySuite(Graph graph) : EndToEndTest(graph)
{
    private const string Header = "Idempotency-Key";
    private const string Generic = "/api/v1/requests/generic";

    [Fact]
    public async Task Twenty_copies_over_two_replicas_make_one_request_one_turn_and_twenty_equal_answers()
    {
        var person = Somebody();
        var caller = Graph.Anyone.With(Header, Somebody());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.AskAsync(person, "How do I connect to the VPN from home?")));

        Assert.All(answers, answer => answer.Must(200));
        Assert.All(answers, answer => Assert.True(JsonNode.DeepEquals(answers[0].Body, answer.Body), answer.Text));
        Assert.Equal(1, await Graph.Rows.CountAsync("select count(*) from request_logs where user_id = $1", person));
        Assert.Single(await Graph.Rows.TurnsAsync(person));
        Assert.Equal(1, await Graph.Rows.CountAsync("select total_requests::bigint from request_sessions where user_id = $1", person));
    }

    [Fact]
    public async Task A_second_identical_key_gets_the_first_answer_as_its_own_call_prefers()
    {
        var caller = Graph.Anyone.With(Header, Somebody());
        var person = Somebody();
        var first = (await caller.AskAsync(person, "Hi")).Must(200);

        var later = (await caller.Async().AskAsync(person, "Hi")).Must(202);
        var again = (await caller.AskAsync(person, "Hi")).Must(200);

        Assert.Equal(first.RequestId, later.RequestId);
        Assert.True(JsonNode.DeepEquals(first.Body, again.Body), again.Text);
    }

    [Fact]
    public async Task A_key_that_came_with_something_else_is_refused()
    {
        var caller = Graph.WebTestUser.With(Header, Somebody());
        (await caller.AskWebAsync("web-test-user", "Hi")).Must(200);

        (await caller.AskWebAsync("web-test-user", "Ho")).MustBeProblem(422, "idempotency_key_reused");
        (await caller.PostAsync("/api/v1/requests/cli", new { user_id = "web-test-user", content = "Hi" })).MustBeProblem(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task One_key_of_two_callers_is_two_requests()
    {
        var key = Somebody();
        var one = (await Graph.WebTestUser.With(Header, key).AskWebAsync("web-test-user", "Hi")).Must(200);
        var other = (await Graph.JohnDoe.With(Header, key).AskWebAsync("john.doe", "Hi")).Must(200);

        Assert.NotEqual(one.RequestId, other.RequestId);
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        var caller = Graph.Anyone.With(Header, Somebody());
        (await caller.AskAsync(Somebody(), "")).MustBeProblem(400, "validation_failed");

        (await caller.AskAsync(Somebody(), "Hi")).Must(200);
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        var refused = (await Graph.Anyone.With(Header, new string('k', 256)).AskAsync(Somebody(), "Hi")).MustBeProblem(400, "validation_failed");

        Assert.NotNull(refused.Find("errors.idempotency-key"));
    }

    [Fact]
    public async Task Spacing_and_unknown_fields_do_not_make_another_request()
    {
        var caller = Graph.Anyone.With(Header, Somebody());
        var person = Somebody();
        var first = (await caller.AskAsync(person, "Hi")).Must(200);

        var spaced = await caller.PostAsync(
            Generic, Client.Json($$"""{ "content": "Hi", "integration_type": "web", "user_id": "{{person}}", "unknown": 1 }"""));

        Assert.Equal(first.RequestId, spaced.Must(200).RequestId);
    }
}

[Collection<OnEventingGraph>]
public sealed class IdempotencyOverEventing(EventingGraph graph) : IdempotencySuite(graph);

[Collection<OnDirectGraph>]
public sealed class IdempotencyOverDirect(DirectGraph graph) : IdempotencySuite(graph);
