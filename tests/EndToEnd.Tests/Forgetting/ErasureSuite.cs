using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Deliveries;
using EndToEnd.Tests.Events;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Forgetting;

/// <summary>A person is erased wherever something is known of them, when nothing more is to happen to it.</summary>
public abstract class ErasureSuite(Graph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task Nothing_is_left_of_a_person_but_their_tickets_and_that_they_were_erased()
    {
        var (person, other) = (Somebody(), Somebody());
        (await Graph.Anyone.PostAsync($"/api/v1/users/{person}/integrations", new { integration_type = "TEST", retry_count = 2 })).Must(200);
        var asked = new List<Reply>();
        foreach (var content in new[] { "Hello", "How do I reset my password?", "reset", "Hello again" })
            asked.Add((await Graph.Anyone.With("Idempotency-Key", $"{content} of {person}").AskAsync(person, $"{content}")).Must(200));
        var kept = (await Graph.Anyone.AskAsync(other, "Hello")).Must(200);
        (await Graph.Admin.With("Idempotency-Key", Somebody()).PostAsync("/api/v1/deliveries", new { user_id = person, content = $"Dear {person}" })).Must(202);
        var key = (await Graph.Admin.PostAsync("/api/v1/api-keys", new { name = "theirs", user_id = person })).Must(201)["key"]!;
        await Graph.Rows.ChangeAsync("insert into slack_people (team_id, slack_user_id, user_id) values ('T1', $1, $1)", person);
        await Graph.Rows.ChangeAsync("insert into answer_feedback (request_id, user_id, is_helpful) values (gen_random_uuid(), $1, true)", person);
        await Graph.Rows.ChangeAsync(
            "insert into tickets (correlation_id, user_id, category, subject, summary) values ($1, $1, 'laptop', 'laptop', 'A new laptop')", person);

        var done = await Graph.Anyone.ErasedAsync(await Graph.Admin.EraseAsync(person));

        Assert.NotNull(done["completed_at"]);
        Assert.All(done.Find("services")!.AsObject(), service => Assert.NotEqual(0, (int)service.Value!["erased"]!));
        Assert.Equal(["erasures", "tickets"], await TablesThatKnowAsync(person));
        foreach (var request in asked)
        {
            (await Graph.Anyone.GetAsync($"/api/v1/requests/{request.RequestId}")).MustBeProblem(404, "request_not_found");
            (await Graph.Anyone.GetAsync($"/api/v1/requests/{request.RequestId}/deliveries")).MustBeProblem(404, "request_not_found");
        }

        Assert.Empty((await Graph.Anyone.GetAsync($"/api/v1/users/{person}/sessions")).Must(200).Items);
        Assert.Empty((await Graph.Anyone.DeliveriesAsync(person)).Must(200).Items);
        Assert.Equal("true", (await Graph.Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults"))["using_integration_defaults"]);
        await Poll.UntilAsync(
            async () => (await Graph.Anyone.With("Authorization", $"Bearer {key}").GetAsync($"/api/v1/users/{person}/sessions")).Status == 401,
            "the key is good for nothing");
        (await Graph.Anyone.GetAsync($"/api/v1/requests/{kept.RequestId}")).Must(200);
    }

    [Fact]
    public async Task What_is_undelivered_is_waited_for()
    {
        var back = new TaskCompletionSource();
        await using var listener = await Listener.StartAsync(async number =>
        {
            if (number == 1) return 503;
            await back.Task;
            return 200;
        });
        var person = Somebody();
        await Graph.Anyone.SendToAsync(person, listener.Url);
        var asked = (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);

        var erasure = await Graph.Anyone.EraseAsync(person);
        await Graph.Anyone.StandsAsync(erasure, Graph.Dispatcher, "UNDER_WAY", waiting: 1);
        (await Graph.Anyone.GetAsync($"/api/v1/requests/{asked.RequestId}")).Must(200); // the first to know goes last
        back.SetResult();
        await Graph.Anyone.ErasedAsync(erasure);
        Assert.Equal(2, listener.Arrivals.Count);
        Assert.Equal(["erasures"], await TablesThatKnowAsync(person));
    }

    [Fact]
    public async Task What_came_from_Slack_and_is_not_handed_over_yet_is_waited_for()
    {
        var person = Somebody();
        await Graph.Rows.ChangeAsync("insert into slack_people (team_id, slack_user_id, user_id) values ('T1', 'of ' || $1, $1)", person);
        await Graph.Rows.ChangeAsync(
            """
            insert into slack_events (event_key, kind, order_key, payload, attempts, lease_epoch, next_attempt_at)
            values ($1, 'MESSAGE', $1, jsonb_build_object('event', jsonb_build_object('user', 'of ' || $1)), 0, 0, 'infinity')
            """,
            person);

        var erasure = await Graph.Anyone.EraseAsync(person);
        await Graph.Anyone.StandsAsync(erasure, Graph.Dispatcher, "UNDER_WAY", waiting: 1);
        await Graph.Rows.ChangeAsync("delete from slack_events where event_key = $1", person);
        await Graph.Anyone.ErasedAsync(erasure);
    }

    [Fact]
    public async Task A_dead_letter_of_one_of_their_requests_is_waited_for_until_it_is_decided()
    {
        var person = Somebody();
        var asked = (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        await Graph.Rows.ChangeAsync(
            """
            insert into dead_letters (letter_id, service, event_id, reason, headers, body, fingerprint)
            values ($1, 'agent-service', $1, 'failed', jsonb_build_object('userid', $2), convert_to($2, 'UTF8'), convert_to($2, 'UTF8'))
            """,
            asked.RequestId, person);

        var erasure = await Graph.Anyone.EraseAsync(person);
        await Graph.Anyone.StandsAsync(erasure, Graph.FrontDoor, "UNDER_WAY", waiting: 1);
        await Graph.Rows.ChangeAsync("update dead_letters set discarded_at = now() where event_id = $1", asked.RequestId);
        await Graph.Anyone.ErasedAsync(erasure);
        Assert.Equal(["erasures"], await TablesThatKnowAsync(person));
    }

    [Fact]
    public async Task Asked_for_many_times_at_once_it_is_one_and_what_the_person_does_later_stays_until_they_ask_again()
    {
        var person = Somebody();
        await Graph.Anyone.AskAsync(person, "Hello");
        var erasures = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Graph.Anyone.EraseAsync(person)));
        var later = (await Graph.Anyone.AskAsync(person, "Hello again")).Must(200);

        foreach (var erasure in erasures) await Graph.Anyone.ErasedAsync(erasure);
        (await Graph.Anyone.GetAsync($"/api/v1/requests/{later.RequestId}")).Must(200);
        await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
        Assert.Equal(later.SessionId, (await Graph.Anyone.AskAsync(person, "And again")).SessionId);
        await Graph.Anyone.ErasedAsync(await Graph.Anyone.EraseAsync(person));
        Assert.Equal(["erasures"], await TablesThatKnowAsync(person));
    }

    [Fact]
    public async Task Events_that_come_again_afterwards_change_nothing()
    {
        var person = Somebody();
        var asked = (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
        var response = await Graph.Rows.TextAsync("select response::text from agent_turns where request_id = $1::uuid", asked.RequestId);
        await Graph.Anyone.ErasedAsync(await Graph.Anyone.EraseAsync(person));

        var request = new RequestEvent(asked.RequestId, asked.SessionId);
        await SendAsync(Graph.Agents, request.Structured());
        await SendAsync(Graph.Dispatcher, request.Structured("com.self-service-agent.agent.response-ready", JsonNode.Parse(response!)!.AsObject()));

        Assert.Equal(0, await Graph.Rows.CountAsync("select count(*) from agent_turns where request_id = $1::uuid", asked.RequestId));
        Assert.Equal(["erasures"], await TablesThatKnowAsync(person));
    }

    [Fact]
    public async Task A_person_may_erase_themselves_an_administrator_anyone_and_nobody_else_another()
    {
        const string path = "/api/v1/users/web-test-user";
        (await Graph.JohnDoe.DeleteAsync($"{path}/data")).MustBeProblem(403, "forbidden");
        (await Graph.Tool.DeleteAsync($"{path}/data")).MustBeProblem(403, "forbidden");
        var erasure = await Graph.WebTestUser.EraseAsync("web-test-user");

        (await Graph.JohnDoe.GetAsync(erasure)).MustBeProblem(403, "forbidden");
        (await Graph.JohnDoe.GetAsync(erasure.Replace("web-test-user", "john.doe", StringComparison.Ordinal))).MustBeProblem(404, "erasure_not_found");
        (await Graph.WebTestUser.GetAsync($"{path}/erasures/nonsense")).MustBeProblem(404, "erasure_not_found");
        (await Graph.Admin.GetAsync(erasure)).Must(200);
        await Graph.WebTestUser.ErasedAsync(erasure);
    }

    [Theory]
    [InlineData(Graph.Agents)]
    [InlineData(Graph.Dispatcher)]
    public async Task The_other_services_erase_for_nobody_but_ours(string service)
    {
        var body = new { user_id = "web-test-user", requested_at = DateTimeOffset.UtcNow, session_ids = Array.Empty<Guid>(), answered_ids = Array.Empty<Guid>() };

        (await Graph.Service(service).PostAsync("/api/v1/erasures", body)).MustBeProblem(401, "unauthenticated");
        (await Graph.Admin.PostAsync("/api/v1/erasures", body)).MustBeProblem(404, "not_found");
    }

    private async Task SendAsync(string service, string body)
    {
        var trusted = Graph.Service(service).With("x-service-key", await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken));
        using var content = new StringContent(body, new MediaTypeHeaderValue(RequestEvent.StructuredMediaType));
        (await trusted.PostAsync("/api/v1/events/cloudevents", content)).Must(202);
    }

    private async Task<List<string>> TablesThatKnowAsync(string person)
    {
        var knowing = new List<string>();
        foreach (var table in await Graph.Rows.TextsAsync("select tablename::text from pg_tables where schemaname = 'public' order by tablename"))
        {
            if (await Graph.Rows.CountAsync($"select count(*) from {table} as row where row::text like '%' || $1 || '%'", person) > 0) knowing.Add(table);
        }

        return knowing;
    }
}

[Collection<OnEventingGraph>]
public sealed class ErasureOverEventing(EventingGraph graph) : ErasureSuite(graph);

[Collection<OnDirectGraph>]
public sealed class ErasureOverDirect(DirectGraph graph) : ErasureSuite(graph);
