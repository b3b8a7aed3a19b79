using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>Where an answer went, and why, can be asked afterwards.</summary>
public abstract class HistorySuite(Graph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task A_delivery_has_all_the_fields_of_the_list_and_explains_itself()
    {
        var person = Somebody();
        var answer = await Graph.Anyone.AskAsync(person, "Hello");
        var delivery = await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");

        string[] fields =
        [
            "delivery_id", "request_id", "session_id", "user_id", "integration_type", "subject", "status", "attempts", "max_attempts",
            "next_attempt_at", "error_message", "created_at", "updated_at",
        ];
        Assert.All(fields, field => Assert.True(delivery.Body!.AsObject().ContainsKey(field), field));
        Assert.Equal((answer.RequestId, answer.SessionId, person), (delivery["request_id"], delivery["session_id"], delivery["user_id"]));
        Assert.Contains("Delivered over TEST at attempt 1", delivery["explanation"], StringComparison.Ordinal);
        Assert.EndsWith("Z", delivery["created_at"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_tells_for_every_integration_whether_its_answer_went_there_and_why()
    {
        var person = Somebody();
        var answer = await Graph.Anyone.AskAsync(person, "Hello");
        await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");

        var went = (await Graph.Anyone.GetAsync($"/api/v1/requests/{answer.RequestId}/deliveries")).Must(200);
        var decisions = went.Find("plan")!.AsArray()
            .ToDictionary(decision => (string)decision!["integration_type"]!, decision => (string)decision!["decision"]!);
        Assert.Equal(["EMAIL", "SLACK", "SMS", "TEST", "WEBHOOK"], decisions.Keys.Order());
        Assert.Equal(["TEST"], decisions.Where(decision => decision.Value == "CHOSEN").Select(decision => decision.Key));
        Assert.All(went.Find("plan")!.AsArray(), decision => Assert.NotEmpty((string)decision!["reason"]!));
        Assert.Single(went.Find("deliveries")!.AsArray());
        (await Graph.JohnDoe.GetAsync($"/api/v1/requests/{answer.RequestId}/deliveries")).MustBeProblem(404, "request_not_found");
    }

    [Fact]
    public async Task A_tool_sees_where_the_answers_to_its_own_requests_went()
    {
        var person = Somebody();
        var answer = await Graph.Tool.AskToolAsync(person, "Hello");
        await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");

        (await Graph.Tool.GetAsync($"/api/v1/requests/{answer.RequestId}/deliveries")).Must(200);
        (await Graph.Tool.DeliveriesAsync(person)).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task The_list_is_newest_first_and_comes_in_pages()
    {
        var person = Somebody();
        var asked = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            asked.Add((await Graph.Anyone.AskAsync(person, "Hello")).RequestId);
            var delivered = number;
            await Poll.UntilAsync(
                async () => (await Graph.Anyone.DeliveriesAsync(person, "?status=SUCCESS")).Items.Count == delivered,
                $"{delivered} deliveries are a success");
        }

        var page = (await Graph.Anyone.DeliveriesAsync(person, "?limit=2&offset=1")).Must(200);
        Assert.Equal([asked[1], asked[0]], page.Items.Select(delivery => (string)delivery!["request_id"]!));
        Assert.Equal("3", page.Headers["X-Total-Count"]);
        Assert.Empty((await Graph.Anyone.DeliveriesAsync(person, "?status=FAILED")).Must(200).Items);
        Assert.Equal(3, (await Graph.Anyone.GetAsync($"/api/v1/test-deliveries?user_id={person}")).Must(200).Items.Count);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?status=LOST", "status")]
    [InlineData("?integration_type=WEB", "integration_type")]
    public async Task A_page_that_makes_no_sense_is_a_400(string query, string field) =>
        Assert.NotNull(
            (await Graph.Anyone.DeliveriesAsync(Somebody(), query)).MustBeProblem(400, "validation_failed").Find($"errors.{field}"));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01890000-0000-7000-8000-000000000000")]
    public async Task A_delivery_nobody_knows_is_not_found(string id)
    {
        (await Graph.Anyone.GetAsync($"/api/v1/deliveries/{id}")).MustBeProblem(404, "delivery_not_found");
        (await Graph.Anyone.PostAsync($"/api/v1/deliveries/{id}/retry")).MustBeProblem(404, "delivery_not_found");
    }

    [Fact]
    public async Task An_answer_that_failed_is_not_delivered()
    {
        var person = Somebody();
        var failed = await Graph.MisconfiguredTool.Async().AskToolAsync(person, "Hello", toolId: Graph.MisconfiguredToolId);
        await Graph.MisconfiguredTool.EndOfAsync(failed.RequestId);
        var path = $"/api/v1/requests/{failed.RequestId}/deliveries";

        var went = await Poll.ForAsync(
            async () => await Graph.MisconfiguredTool.GetAsync(path) is { Status: 200 } reply ? reply : null,
            "the plan is made");
        Assert.Empty(went.Find("deliveries")!.AsArray());
    }
}

[Collection<OnEventingGraph>]
public sealed class HistoryOverEventing(EventingGraph graph) : HistorySuite(graph);

[Collection<OnDirectGraph>]
public sealed class HistoryOverDirect(DirectGraph graph) : HistorySuite(graph);
