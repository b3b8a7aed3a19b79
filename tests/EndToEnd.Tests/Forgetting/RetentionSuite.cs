using System.Net.Http.Headers;
using EndToEnd.Tests.Deliveries;
using EndToEnd.Tests.Events;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Forgetting;

/// <summary>What is over is forgotten when it is old; what something is still to happen to never is.</summary>
public abstract class RetentionSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Turns = "select count(*) from agent_turns where request->>'user_id' = $1";
    private const string Plans = "select count(*) from delivery_plans where user_id = $1";
    private const string Requests = "select count(*) from request_logs where user_id = $1";
    private const string Sessions = "select count(*) from request_sessions where user_id = $1";
    private const string Mailboxes = "select count(*) from agent_mailboxes where session_id = $1::uuid";

    private const string NoteCall = """
        insert into tool_calls (flow_id, step, tool, request_id, session_id, started_at, open_until, finished_at)
        values ($1, 'open', 'open-ticket', $2::uuid, $3::uuid, now(), now(), now())
        """;

    private static readonly string[] _ofPeople =
    [
        Turns, Plans, Requests, Sessions,
        "select count(*) from delivery_logs where user_id = $1",
        "select count(*) from test_deliveries where user_id = $1",
    ];

    // Everything: forgetting walks from the oldest row to the first young one.
    private static readonly string[] _ageing =
    [
        "update request_logs set created_at = created_at - interval '91 days', completed_at = completed_at - interval '91 days'",
        "update request_sessions set created_at = created_at - interval '91 days', updated_at = updated_at - interval '91 days'",
        "update agent_turns set created_at = created_at - interval '91 days', completed_at = completed_at - interval '91 days'",
        "update delivery_plans set created_at = created_at - interval '91 days'",
        "update delivery_logs set created_at = created_at - interval '91 days', updated_at = updated_at - interval '91 days'",
    ];

    [Fact]
    public async Task What_is_over_goes_when_it_is_old_and_what_is_open_or_young_stays()
    {
        var (undelivered, unconfirmed, unheard, active, over) = (Somebody(), Somebody(), Somebody(), Somebody(), Somebody());
        (await Graph.Anyone.PostAsync($"/api/v1/users/{undelivered}/integrations", new
        {
            integration_type = "TEST", retry_count = 3, retry_delay_seconds = 3600, config = new { fail = "transient" },
        })).Must(200);
        await AskAsync(active);
        foreach (var person in new[] { undelivered, unconfirmed, unheard, over }) await AskAndCloseAsync(person);
        var ended = await AskAndCloseAsync(over);
        await Graph.Rows.ChangeAsync(
            "update agent_turns set response_confirmed_at = null, next_publish_at = 'infinity' where request->>'user_id' = $1", unconfirmed);
        await Graph.Rows.ChangeAsync("update request_logs set next_publish_at = 'infinity' where user_id = $1", unheard);
        await AgeAsync();
        var young = Somebody();
        await AskAndCloseAsync(young);

        foreach (var rows in _ofPeople) await GoneAsync(rows, over);
        await GoneAsync(Mailboxes, ended);
        Assert.Equal(1, await Graph.Rows.CountAsync(Plans, undelivered));
        await Graph.Anyone.DeliveryAsync(undelivered, "TEST", "RETRYING");
        Assert.Equal(1, await Graph.Rows.CountAsync(Turns, unconfirmed));
        Assert.Equal(1, await Graph.Rows.CountAsync(Requests, unheard));
        Assert.Equal("1", (await Graph.Anyone.GetAsync($"/api/v1/users/{active}/sessions?status=ACTIVE")).Must(200).Headers["X-Total-Count"]);
        Assert.Equal((1, 1), (await Graph.Rows.CountAsync(Turns, active), await Graph.Rows.CountAsync(Plans, active)));
        foreach (var rows in _ofPeople) Assert.Equal(1, await Graph.Rows.CountAsync(rows, young));
    }

    [Fact]
    public async Task An_event_of_Slacks_is_forgotten_a_week_after_it_was_dealt_with()
    {
        const string rows = "select count(*) from slack_events where event_key = $1";
        var (old, young) = (Somebody(), Somebody());
        foreach (var (key, days) in new[] { (young, 6), (old, 8) })
        {
            await Graph.Rows.ChangeAsync(
                """
                insert into slack_events (event_key, kind, order_key, payload, attempts, lease_epoch, finished_at)
                values ($1, 'MESSAGE', $1, '{}', 1, 1, now() - make_interval(days => $2))
                """,
                key, days);
        }

        await GoneAsync(rows, old);
        Assert.Equal(1, await Graph.Rows.CountAsync(rows, young));
    }

    [Fact]
    public async Task A_dead_letter_is_forgotten_when_it_is_decided_and_old()
    {
        const string rows = "select count(*) from dead_letters where event_id = $1";
        var (old, young, open) = (Somebody(), Somebody(), Somebody());
        foreach (var (key, days) in new[] { (open, -1), (young, 89), (old, 91) })
        {
            await Graph.Rows.ChangeAsync(
                """
                insert into dead_letters (letter_id, service, event_id, reason, headers, body, fingerprint, received_at, replayed_at)
                values (gen_random_uuid()::text, 'agent-service', $1, 'failed', '{}', '', convert_to($1, 'UTF8'), now() - interval '1 year',
                    case when $2 >= 0 then now() - make_interval(days => $2) end)
                """,
                key, days);
        }

        await GoneAsync(rows, old);
        foreach (var key in new[] { young, open }) Assert.Equal(1, await Graph.Rows.CountAsync(rows, key));
        await Graph.Rows.ChangeAsync("delete from dead_letters where event_id = $1", open);
    }

    [Fact]
    public async Task A_session_whose_requests_are_forgotten_goes_on_and_an_event_that_comes_again_changes_nothing()
    {
        var person = Somebody();
        var first = await AskAsync(person);
        await AskAsync(person);
        var (over, underWay) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var flow in new[] { over, underWay }) await Graph.Rows.ChangeAsync(NoteCall, flow, first.RequestId, first.SessionId);
        await Graph.Rows.ChangeAsync(
            "update agent_mailboxes set conversation_context = jsonb_build_object('flows', jsonb_build_object('some-agent', jsonb_build_object('id', $2))) where session_id = $1::uuid",
            first.SessionId, underWay.ToString());
        await AgeAsync();

        await GoneAsync(Requests, person);
        await Poll.UntilAsync(async () => await Graph.Rows.CountAsync(Turns, person) == 1, "all turns but the last are forgotten");
        Assert.Equal([underWay.ToString()], await Graph.Rows.TextsAsync("select flow_id::text from tool_calls where session_id = $1::uuid", first.SessionId));
        var agents = Graph.Service(Graph.Agents).With("x-service-key", await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken));
        using var again = new StringContent(
            new RequestEvent(first.RequestId, first.SessionId).Structured(), new MediaTypeHeaderValue(RequestEvent.StructuredMediaType));
        (await agents.PostAsync("/api/v1/events/cloudevents", again)).Must(202);
        Assert.Equal(0, await Graph.Rows.CountAsync("select count(*) from agent_turns where request_id = $1::uuid", first.RequestId));
        var third = await AskAsync(person);
        Assert.Equal(first.SessionId, third.SessionId);
        Assert.Equal(3, await Graph.Rows.CountAsync("select session_seq::bigint from request_logs where request_id = $1", third.RequestId));
    }

    // Answered, heard of everywhere, and tried at least once.
    private async Task<Reply> AskAsync(string person)
    {
        var asked = (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync(
                "select count(*) from agent_turns where request_id = $1::uuid and response_confirmed_at is not null", asked.RequestId) == 1,
            "the answer is confirmed");
        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync("select count(*) from delivery_logs where request_id = $1::uuid and attempts > 0", asked.RequestId) == 1,
            "it was tried to deliver it");
        return asked;
    }

    private async Task<string> AskAndCloseAsync(string person)
    {
        var session = (await AskAsync(person)).SessionId;
        (await Graph.Anyone.PostAsync($"/api/v1/sessions/{session}/close")).Must(200);
        return session;
    }

    private async Task AgeAsync()
    {
        foreach (var ageing in _ageing) await Graph.Rows.ChangeAsync(ageing);
    }

    private Task GoneAsync(string rows, string of) => Poll.UntilAsync(async () => await Graph.Rows.CountAsync(rows, of) == 0, $"{rows} finds none");
}

[Collection<OnEventingGraph>]
public sealed class RetentionOverEventing(EventingGraph graph) : RetentionSuite(graph);

[Collection<OnDirectGraph>]
public sealed class RetentionOverDirect(DirectGraph graph) : RetentionSuite(graph);
