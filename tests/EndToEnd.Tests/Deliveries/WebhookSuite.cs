using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>Answers go out to an address the person chose, and what became of each is told.</summary>
public abstract class WebhookSuite(Graph graph) : EndToEndTest(graph)
{
    private Client Anyone => Graph.Anyone;

    [Fact]
    public async Task An_answer_arrives_at_the_persons_address_and_both_deliveries_are_a_success()
    {
        await using var listener = await Listener.StartAsync();
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        var answer = await Anyone.AskAsync(person, "How do I connect to the VPN from home?");

        var webhook = await Anyone.DeliveryAsync(person, "WEBHOOK", "SUCCESS");
        var test = await Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
        var arrived = Assert.Single(listener.Arrivals);
        var body = JsonNode.Parse(arrived.Body)!;
        Assert.Equal("POST", arrived.Method);
        Assert.Equal(webhook["delivery_id"], arrived.Headers["webhook-id"]);
        Assert.True(long.TryParse(arrived.Headers["webhook-timestamp"], out _));
        Assert.Equal((answer.RequestId, answer.SessionId, person, answer.Content), (
            (string)body["request_id"]!, (string)body["session_id"]!, (string)body["user_id"]!, (string)body["content"]!));
        Assert.Equal("1", webhook["attempts"]);
        Assert.Equal(answer.RequestId, test["request_id"]);
        var list = await Anyone.DeliveriesAsync(person);
        Assert.Equal(2, list.Items.Count);
        Assert.Equal("2", list.Headers["X-Total-Count"]);
    }

    [Fact]
    public async Task A_web_test_user_sees_their_own_deliveries_with_their_own_key()
    {
        await using var listener = await Listener.StartAsync();
        await Graph.WebTestUser.SendToAsync("web-test-user", listener.Url);
        var asked = await Graph.WebTestUser.AskWebAsync("web-test-user", "Hello");
        await Poll.UntilAsync(
            async () => (await Graph.WebTestUser.DeliveriesAsync("web-test-user", "?status=SUCCESS&limit=200")).Items
                .Count(delivery => (string)delivery!["request_id"]! == asked.RequestId) == 2,
            "TEST and WEBHOOK are a success");

        (await Graph.WebTestUser.DeleteAsync("/api/v1/users/web-test-user/integrations/WEBHOOK")).Must(200);
        Assert.Contains(listener.Arrivals, arrival => arrival.Body.Contains(asked.RequestId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_far_side_that_is_away_for_a_moment_is_tried_again_under_the_same_id()
    {
        var back = new TaskCompletionSource();
        await using var listener = await Listener.StartAsync(async number =>
        {
            if (number == 1) return 503;
            await back.Task;
            return 200;
        });
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        await listener.ArrivedAsync(2);

        var waiting = await Anyone.DeliveryAsync(person, "WEBHOOK", "RETRYING");
        back.SetResult();
        var done = await Anyone.DeliveryAsync(person, "WEBHOOK", "SUCCESS");
        Assert.Equal("1", waiting["attempts"]);
        Assert.Contains("503", waiting["error_message"], StringComparison.Ordinal);
        Assert.Equal("2", done["attempts"]);
        Assert.Equal(["503", "200"], done.Find("delivery_attempts")!.AsArray().Select(attempt => attempt!["status_code"]!.ToString()));
        Assert.Equal([done["delivery_id"], done["delivery_id"]], listener.Arrivals.Select(arrival => arrival.Headers["webhook-id"]));
        Assert.Equal(listener.Arrivals[0].Body, listener.Arrivals[1].Body);
    }

    [Fact]
    public async Task A_far_side_that_refuses_is_not_tried_again_but_a_person_may_under_the_same_id()
    {
        await using var listener = await Listener.StartAsync(400, 200);
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        var failed = await Anyone.DeliveryAsync(person, "WEBHOOK", "FAILED");

        Assert.Equal("1", failed["attempts"]);
        Assert.Contains("400", failed["explanation"], StringComparison.Ordinal);
        (await Anyone.PostAsync($"/api/v1/deliveries/{failed["delivery_id"]}/retry")).Must(202);
        var done = await Anyone.DeliveryAsync(person, "WEBHOOK", "SUCCESS");
        Assert.Equal(failed["delivery_id"], done["delivery_id"]);
        Assert.Equal("2", done["attempts"]);
        Assert.Single(listener.Arrivals.Select(arrival => arrival.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task A_far_side_that_stays_away_is_given_up_after_the_retries_allowed()
    {
        await using var listener = await Listener.StartAsync(500);
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url, retries: 1);
        (await Anyone.AskAsync(person, "Hello")).Must(200);

        var failed = await Anyone.DeliveryAsync(person, "WEBHOOK", "FAILED");
        Assert.Equal(("2", "2"), (failed["attempts"], failed["max_attempts"]));
        Assert.Contains("Given up", failed["explanation"], StringComparison.Ordinal);
        await Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
    }

    [Fact]
    public async Task A_far_side_that_is_gone_disables_the_override()
    {
        await using var listener = await Listener.StartAsync(410);
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        await Anyone.DeliveryAsync(person, "WEBHOOK", "FAILED");

        var settings = await Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults");
        Assert.Null(settings.Find("effective_configs.WEBHOOK"));
        Assert.Equal("false", settings["user_overrides.WEBHOOK.enabled"]);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://[fe80::1]/")]
    public async Task No_address_of_an_inner_network_is_called(string url)
    {
        var person = Somebody();
        await Anyone.SendToAsync(person, url);
        (await Anyone.AskAsync(person, "Hello")).Must(200);

        Assert.Equal("1", (await Anyone.DeliveryAsync(person, "WEBHOOK", "FAILED"))["attempts"]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var listener = await Listener.StartAsync(302);
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url);
        (await Anyone.AskAsync(person, "Hello")).Must(200);

        await Anyone.DeliveryAsync(person, "WEBHOOK", "FAILED");
        Assert.Single(listener.Arrivals);
    }

    [Fact]
    public async Task With_secrets_the_far_side_can_prove_who_sent_it()
    {
        byte[][] keys = [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)];
        await using var listener = await Listener.StartAsync();
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url, more: new()
        {
            ["signing_secrets"] = keys.Select(key => $"whsec_{Convert.ToBase64String(key)}"),
            ["auth_type"] = "bearer",
            ["auth_token"] = "open-sesame",
            ["headers"] = new Dictionary<string, string> { ["X-Team"] = "it" },
        });
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        await listener.ArrivedAsync(1);

        var (_, headers, body) = listener.Arrivals[0];
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        var signatures = keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}");
        Assert.Equal(signatures, headers["webhook-signature"].Split(' '));
        Assert.Equal(("Bearer open-sesame", "it"), (headers["Authorization"], headers["X-Team"]));
    }
}

[Collection<OnEventingGraph>]
public sealed class WebhookOverEventing(EventingGraph graph) : WebhookSuite(graph);

[Collection<OnDirectGraph>]
public sealed class WebhookOverDirect(DirectGraph graph) : WebhookSuite(graph);
