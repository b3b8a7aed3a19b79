using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using RabbitMQ.Client;

namespace EndToEnd.Tests.Events;

/// <summary>What no service took in is kept, shown to administrators, and replayed or discarded as they decide.</summary>
[Collection<OnEventingGraph>]
public sealed class DeadLetterTests(EventingGraph graph) : EndToEndTest(graph)
{
    private const string Service = "agent-service", Letters = GraphBroker.DeadLetters;

    private static readonly string _nobody = $"{Letters}/{Guid.CreateVersion7()}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_that_can_be_read_by_now_is_taken_once_however_often_it_is_replayed()
    {
        var request = new RequestEvent();
        var letter = await BuryAsync(request.Id, request.Structured());

        for (var time = 0; time < 2; time++)
        {
            var replayed = (await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay")).Must(200);
            Assert.Equal("""{"matched":1,"replayed":1,"dry_run":false}""", replayed.Text);
        }

        await AnsweredAsync(request);
        Assert.Equal(1, await Graph.Rows.CountAsync("select attempts::bigint from agent_turns where request_id = $1::uuid", request.Id));
        Assert.Null(await Graph.FindDeadLetterAsync(request.Id, "open"));
        Assert.NotNull((await Graph.FindDeadLetterAsync(request.Id, "replayed"))!["replayed_at"]);
    }

    [Fact]
    public async Task A_replayed_letter_keeps_the_headers_it_is_read_by()
    {
        var request = new RequestEvent();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Headers = request.Attributes.ToDictionary(attribute => $"ce-{attribute.Key}", attribute => (object?)attribute.Value),
        };
        await Graph.PublishAsync("ssa.dead", Service, properties, Encoding.UTF8.GetBytes(request.Data.ToJsonString()));

        var letter = await Graph.DeadLetterAsync(request.Id);
        (await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay")).Must(200);

        Assert.Equal(request.Attributes["type"], (string?)letter["event_type"]);
        await AnsweredAsync(request);
    }

    [Fact]
    public async Task A_letter_that_still_cannot_be_read_comes_back_as_the_same_one()
    {
        var messageId = Guid.NewGuid().ToString();
        await Graph.PublishAsync("", Service, Structured(messageId), "{not json"u8.ToArray());
        var first = await Graph.DeadLetterAsync(messageId);

        (await Graph.Admin.PostAsync($"{Letters}/{first["id"]}/replay")).Must(200);

        var second = await Graph.DeadLetterAsync(messageId, times: 2);
        Assert.Equal((string?)first["id"], (string?)second["id"]);
        Assert.Equal((string?)first["reason"], (string?)second["reason"]);
        Assert.Equal((string?)first["first_seen_at"], (string?)second["first_seen_at"]);
        Assert.Null(second["replayed_at"]);
        Assert.NotNull(await Graph.FindDeadLetterAsync(messageId, "open"));
    }

    [Fact]
    public async Task A_letter_of_the_broker_tells_why_and_is_replayed_like_any_other()
    {
        var request = new RequestEvent();
        await using (var connection = await Graph.ConnectToBrokerAsync())
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled))
        {
            var letsAllExpire = new Dictionary<string, object?>
            {
                ["x-message-ttl"] = 0, ["x-dead-letter-exchange"] = "ssa.dead", ["x-dead-letter-routing-key"] = Service,
            };
            var queue = await channel.QueueDeclareAsync("", arguments: letsAllExpire, cancellationToken: Cancelled);
            await channel.BasicPublishAsync("", queue.QueueName, mandatory: true, Structured(request.Id), Encoding.UTF8.GetBytes(request.Structured()), Cancelled);
            await Graph.DeadLetterAsync(request.Id);
        }

        var letter = (await Graph.FindDeadLetterAsync(request.Id, "open"))!;
        (await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay")).Must(200);

        Assert.Equal("waited longer than its queue allows", (string?)letter["reason"]);
        await AnsweredAsync(request);
    }

    [Fact]
    public async Task Those_that_match_are_replayed_at_once_and_a_dry_run_changes_nothing()
    {
        var type = $"com.example.{Guid.NewGuid():N}";
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid().ToString()).ToList();
        foreach (var id in ids) await BuryAsync(id, new RequestEvent().Structured(type), type);

        Assert.Equal((3, 0), await ReplayAsync(new { event_type = type, dry_run = true }));
        foreach (var id in ids) Assert.NotNull(await Graph.FindDeadLetterAsync(id, "open"));
        Assert.Equal((0, 0), await ReplayAsync(new { event_type = type, service = "request-manager" }));
        Assert.Equal((0, 0), await ReplayAsync(new { event_type = type, from = DateTimeOffset.UtcNow.AddHours(1) }));
        Assert.Equal((0, 0), await ReplayAsync(new { event_type = type, to = DateTimeOffset.UtcNow.AddHours(-1) }));
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal((3, 3), await ReplayAsync(new { event_type = type, service = Service, from, to, rate = 1000 }));
        foreach (var id in ids) Assert.NotNull(await Graph.FindDeadLetterAsync(id, "replayed"));
        Assert.Equal((0, 0), await ReplayAsync(new { event_type = type }));
    }

    [Fact]
    public async Task A_discarded_letter_is_kept_and_can_still_be_replayed()
    {
        var request = new RequestEvent();
        var type = $"com.example.{Guid.NewGuid():N}"; // by what the message says of itself; the event in it says another
        var letter = await BuryAsync(request.Id, request.Structured(), type);

        for (var time = 0; time < 2; time++) Assert.Equal("success", (await Graph.Admin.DeleteAsync($"{Letters}/{letter["id"]}")).Must(200)["status"]);

        Assert.Null(await Graph.FindDeadLetterAsync(request.Id, "open"));
        Assert.NotNull((await Graph.FindDeadLetterAsync(request.Id, "discarded"))!["discarded_at"]);
        Assert.Equal((0, 0), await ReplayAsync(new { event_type = type }));
        (await Graph.Admin.PostAsync($"{Letters}/{letter["id"]}/replay")).Must(200);
        await AnsweredAsync(request);
        Assert.Null((await Graph.FindDeadLetterAsync(request.Id, "replayed"))!["discarded_at"]);
    }

    [Fact]
    public async Task What_is_in_a_letter_stands_in_no_list()
    {
        var (text, bytes) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var listed = await BuryAsync(text, "nothing but words");
        await Graph.PublishAsync("ssa.dead", Service, Structured(bytes), new byte[] { 0xFF, 0x00 });

        var ofText = (await Graph.Admin.GetAsync($"{Letters}/{listed["id"]}")).Must(200);
        var ofBytes = (await Graph.Admin.GetAsync($"{Letters}/{(await Graph.DeadLetterAsync(bytes))["id"]}")).Must(200);

        Assert.Equal(
            ["id", "service", "event_id", "event_type", "reason", "explanation", "times", "first_seen_at", "received_at", "replayed_at", "discarded_at", "size"],
            listed.Select(member => member.Key));
        Assert.Equal(("nothing but words", null, "17"), (ofText["body"], ofText["body_base64"], ofText["size"]));
        Assert.Equal((null, "/wA=", "2"), (ofBytes["body"], ofBytes["body_base64"], ofBytes["size"]));
    }

    [Fact]
    public async Task The_list_has_the_newest_first_in_pages()
    {
        const string service = "integration-dispatcher";
        var (older, newer) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await BuryAsync(older, "older", service: service);
        await BuryAsync(newer, "newer", service: service);

        var page = (await Graph.Admin.GetAsync($"{Letters}?service={service}&limit=2")).Must(200);
        var next = (await Graph.Admin.GetAsync($"{Letters}?service={service}&limit=1&offset=1")).Must(200);
        var others = (await Graph.Admin.GetAsync($"{Letters}?service={Service}&limit=200")).Must(200);

        Assert.Equal([newer, older], page.Items.Select(letter => (string?)letter!["event_id"]));
        Assert.Equal(older, (string?)next.Items.Single()!["event_id"]);
        Assert.Equal(page.Headers["X-Total-Count"], next.Headers["X-Total-Count"]);
        Assert.DoesNotContain(others.Items, letter => (string?)letter!["service"] == service);
    }

    [Fact]
    public async Task Only_administrators_see_and_replay_them()
    {
        (await Graph.Anyone.GetAsync(Letters)).MustBeProblem(401, "unauthenticated");
        (await Graph.Anyone.PostAsync($"{Letters}/replay")).MustBeProblem(401, "unauthenticated");
        foreach (var caller in new[] { Graph.WebTestUser, Graph.Tool })
        {
            (await caller.GetAsync(Letters)).MustBeProblem(403, "forbidden");
            (await caller.GetAsync(_nobody)).MustBeProblem(403, "forbidden");
            (await caller.PostAsync($"{_nobody}/replay")).MustBeProblem(403, "forbidden");
            (await caller.PostAsync($"{Letters}/replay")).MustBeProblem(403, "forbidden");
            (await caller.DeleteAsync(_nobody)).MustBeProblem(403, "forbidden");
        }
    }

    [Fact]
    public async Task A_letter_there_is_none_of_is_not_found()
    {
        foreach (var letter in new[] { _nobody, $"{Letters}/no-id" })
        {
            (await Graph.Admin.GetAsync(letter)).MustBeProblem(404, "dead_letter_not_found");
            (await Graph.Admin.PostAsync($"{letter}/replay")).MustBeProblem(404, "dead_letter_not_found");
            (await Graph.Admin.DeleteAsync(letter)).MustBeProblem(404, "dead_letter_not_found");
        }
    }

    [Theory]
    [InlineData("service", "?service=nobody")]
    [InlineData("status", "?status=lost")]
    [InlineData("limit", "?limit=201")]
    public async Task What_is_wrong_with_a_query_is_named(string field, string query) =>
        Assert.Equal([field], FieldsAtFault(await Graph.Admin.GetAsync(Letters + query)));

    [Theory]
    [InlineData("service", """{"service":"nobody"}""")]
    [InlineData("rate", """{"rate":0}""")]
    [InlineData("rate", """{"rate":1001}""")]
    [InlineData("to", """{"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""")]
    [InlineData("dry_run", """{"dry_run":"perhaps"}""")]
    public async Task What_is_wrong_with_a_replay_is_named(string field, string body) =>
        Assert.Equal([field], FieldsAtFault(await Graph.Admin.PostAsync($"{Letters}/replay", Client.Json(body))));

    [Fact]
    public async Task The_dashboard_replays_all_that_are_open()
    {
        var request = new RequestEvent();
        await BuryAsync(request.Id, request.Structured());
        var frontDoor = (await Graph.InstancesOfAsync(Graph.FrontDoor))[0];

        var result = await Graph.App.ResourceCommands.ExecuteCommandAsync(frontDoor, "replay-dead-letters", Cancelled);

        Assert.True(result.Success, result.Message);
        await AnsweredAsync(request);
    }

    private async Task<JsonObject> BuryAsync(string messageId, string body, string? type = null, string service = Service)
    {
        await Graph.PublishAsync("ssa.dead", service, Structured(messageId, type), Encoding.UTF8.GetBytes(body));
        return await Graph.DeadLetterAsync(messageId);
    }

    private async Task<(int Matched, int Replayed)> ReplayAsync(object which)
    {
        var done = (await Graph.Admin.PostAsync($"{Letters}/replay", which)).Must(200);
        return ((int)done.Find("matched")!, (int)done.Find("replayed")!);
    }

    private Task AnsweredAsync(RequestEvent request) => Poll.UntilAsync(
        async () => await Graph.Rows.CountAsync(RequestEvent.AnsweredTurns, request.Id) == 1, "the turn is answered");

    private static BasicProperties Structured(string messageId, string? type = null) =>
        new() { ContentType = RequestEvent.StructuredMediaType, MessageId = messageId, Type = type };

    private static IEnumerable<string> FieldsAtFault(Reply refused) =>
        refused.MustBeProblem(400, "validation_failed").Find("errors")!.AsObject().Select(error => error.Key);
}

/// <summary>Without a broker there are none.</summary>
[Collection<OnDirectGraph>]
public sealed class DeadLettersOverDirect(DirectGraph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task There_is_no_queue_to_replay_them_into()
    {
        (await Graph.Admin.GetAsync($"{GraphBroker.DeadLetters}?status=all")).Must(200);
        (await Graph.Admin.PostAsync($"{GraphBroker.DeadLetters}/replay")).MustBeProblem(409, "no_broker");
        (await Graph.Admin.PostAsync($"{GraphBroker.DeadLetters}/{Guid.CreateVersion7()}/replay")).MustBeProblem(409, "no_broker");
        (await Graph.WebTestUser.GetAsync(GraphBroker.DeadLetters)).MustBeProblem(403, "forbidden");
    }
}
