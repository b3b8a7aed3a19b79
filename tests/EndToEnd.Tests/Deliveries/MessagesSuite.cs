using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>Messages that answer no request, and what an administrator decides for everyone.</summary>
public abstract class MessagesSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Sms = "/api/v1/integration-defaults/SMS";

    private static readonly string[] _webhookOnly = ["WEBHOOK"];

    private Client Anyone => Graph.Anyone;

    [Fact]
    public async Task The_ways_out_are_told_with_what_their_config_may_hold()
    {
        var types = (await Anyone.GetAsync("/api/v1/integration-types")).Must(200).Items;

        Assert.Equal(["SLACK", "EMAIL", "WEBHOOK", "SMS", "TEST"], types.Select(type => (string)type!["integration_type"]!));
        var test = types.Single(type => (string)type!["integration_type"]! == "TEST")!;
        Assert.Equal((true, "HEALTHY"), ((bool)test["configured"]!, (string)test["health"]!));
        var phone = types.Select(type => type!["config_schema"]!["properties"]!["phone_number"]).Single(schema => schema is not null)!;
        Assert.Matches((string)phone["pattern"]!, "+14155550100");
    }

    [Fact]
    public async Task An_administrator_changes_a_default_for_everyone_and_takes_it_back()
    {
        (await Graph.JohnDoe.PutAsync(Sms, new { priority = 7 })).MustBeProblem(403, "forbidden");
        (await Graph.Admin.PutAsync(Sms, new { priority = 0 })).MustBeProblem(400, "validation_failed");
        var changed = (await Graph.Admin.PutAsync(Sms, new { priority = 7 })).Must(200);
        var everyone = await Anyone.GetAsync("/api/v1/integration-defaults");
        (await Graph.Admin.DeleteAsync(Sms)).Must(200);

        Assert.Equal(("7", "2", "false"), (changed["priority"], changed["retry_count"], changed["enabled"]));
        Assert.Equal("7", everyone["default_integrations.SMS.priority"]);
        Assert.Equal("4", (await Anyone.GetAsync("/api/v1/integration-defaults"))["default_integrations.SMS.priority"]);
        (await Graph.Admin.DeleteAsync(Sms)).MustBeProblem(404, "default_not_found");
    }

    [Fact]
    public async Task A_test_message_says_whether_messages_arrive()
    {
        await using var listener = await Listener.StartAsync(200, 503);
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        (await Anyone.PutAsync($"/api/v1/users/{person}/integrations/WEBHOOK", new { enabled = false })).Must(200);

        var good = (await Anyone.PostAsync($"/api/v1/users/{person}/integrations/WEBHOOK/test")).Must(200);
        var bad = (await Anyone.PostAsync($"/api/v1/users/{person}/integrations/WEBHOOK/test")).Must(200);
        Assert.Equal(("SUCCESS", "1", "1"), (good["status"], good["attempts"], good["max_attempts"]));
        Assert.Contains("a test message was asked for", good["explanation"], StringComparison.Ordinal);
        Assert.Equal(("FAILED", "1"), (bad["status"], bad["attempts"]));
        Assert.Contains("503", bad["error_message"], StringComparison.Ordinal);
        Assert.Contains("\"type\":\"message\"", listener.Arrivals[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_can_be_sent_a_test_message_says_why()
    {
        var refused = await Anyone.PostAsync($"/api/v1/users/{Somebody()}/integrations/WEBHOOK/test");

        Assert.Contains("no url", refused.MustBeProblem(409, "integration_not_usable")["detail"], StringComparison.Ordinal);
        (await Graph.JohnDoe.PostAsync($"/api/v1/users/{Somebody()}/integrations/TEST/test")).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_message_without_an_agent_is_sent_once_however_often_it_is_asked_for()
    {
        var person = Somebody();
        var sender = Graph.Admin.With("Idempotency-Key", $"notice-{person}");
        var notice = new { user_id = person, subject = "Maintenance", content = "The VPN is away tonight." };

        var sent = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sender.PostAsync("/api/v1/deliveries", notice)));
        (await sender.PostAsync("/api/v1/deliveries", new { user_id = person, content = "Something else" })).MustBeProblem(422, "idempotency_key_reused");
        var delivery = await Anyone.DeliveryAsync(person, "TEST", "SUCCESS");

        Assert.Single(sent.Select(reply => reply.Must(202)["request_id"]).Distinct());
        Assert.Equal("Maintenance", delivery["subject"]);
        Assert.Single((await Anyone.DeliveriesAsync(person)).Items);
        var stored = Assert.Single((await Graph.Admin.GetAsync($"/api/v1/test-deliveries?user_id={person}")).Items)!;
        Assert.Equal(("system", "The VPN is away tonight."), ((string)stored["agent_id"]!, (string)stored["content"]!));
    }

    [Fact]
    public async Task A_message_goes_only_where_the_sender_wants_it()
    {
        var person = Somebody();
        var plan = (await Graph.Admin.With("Idempotency-Key", $"narrow-{person}").PostAsync(
            "/api/v1/deliveries", new { user_id = person, content = "Hello", integration_types = _webhookOnly })).Must(202);

        Assert.Empty(plan.Find("deliveries")!.AsArray());
        Assert.Contains(plan.Find("plan")!.AsArray(), decision => (string)decision!["reason"]! == "the sender did not ask for it");
    }

    [Fact]
    public async Task Only_administrators_send_and_never_without_a_key()
    {
        var notice = new { user_id = "john.doe", content = "Hello" };

        (await Graph.Admin.PostAsync("/api/v1/deliveries", notice)).MustBeProblem(400, "validation_failed");
        (await Graph.JohnDoe.With("Idempotency-Key", "mine").PostAsync("/api/v1/deliveries", notice)).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task Secrets_are_not_readable_in_the_database()
    {
        await using var listener = await Listener.StartAsync();
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url, more: new() { ["auth_type"] = "bearer", ["auth_token"] = "open-sesame" });
        var stored = await Graph.Rows.TextAsync("select config::text from user_integration_configs where user_id = $1", person);

        Assert.DoesNotContain("open-sesame", stored, StringComparison.Ordinal);
        Assert.Contains("\"auth_token\": \"protected:", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_made_in_the_database_itself_is_known_within_a_moment()
    {
        var person = Somebody();
        (await Anyone.AskAsync(person, "Hello")).Must(200); // known from now on
        await Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
        await Graph.Rows.CountAsync(
            """
            with made as (
              insert into user_integration_configs (user_id, integration_type, enabled, priority, retry_count, retry_delay_seconds, config, version)
              values ($1, 'TEST', false, 1, 1, 1, '{}', 1) returning id)
            select count(*) from made
            """,
            person);

        await Poll.UntilAsync(
            async () =>
            {
                var asked = (await Anyone.AskAsync(person, "Hello")).Must(200);
                await Poll.UntilAsync(async () => (await Anyone.GetAsync($"/api/v1/requests/{asked.RequestId}/deliveries")).Status == 200, "the plan is made");
                return (await Anyone.GetAsync($"/api/v1/requests/{asked.RequestId}/deliveries")).Find("deliveries")!.AsArray().Count == 0;
            },
            "the override holds");
    }
}

[Collection<OnEventingGraph>]
public sealed class MessagesOverEventing(EventingGraph graph) : MessagesSuite(graph);

[Collection<OnDirectGraph>]
public sealed class MessagesOverDirect(DirectGraph graph) : MessagesSuite(graph);
