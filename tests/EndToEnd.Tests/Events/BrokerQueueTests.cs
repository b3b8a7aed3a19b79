using System.Text;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EndToEnd.Tests.Events;

/// <summary>What others put into our queues: taken when it can be read, put aside with the reason when it cannot.</summary>
[Collection<OnEventingGraph>]
public sealed class BrokerQueueTests(EventingGraph graph) : EndToEndTest(graph)
{
    private const string Queue = "agent-service";

    private static readonly string[] _queues =
        [Queue, "request-manager.responses", "integration-dispatcher", "agent-service.dead", "request-manager.dead", "integration-dispatcher.dead"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RequestEvent.StructuredMediaType, "{not json")]
    [InlineData(RequestEvent.StructuredMediaType, """{"specversion":"1.0","id":"1","source":"x"}""")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "nonsense")]
    public async Task What_cannot_be_read_is_put_aside_with_the_reason_and_disturbs_nobody(string contentType, string body)
    {
        var messageId = Guid.NewGuid().ToString();
        await Graph.PublishAsync("", Queue, new() { ContentType = contentType, MessageId = messageId }, Encoding.UTF8.GetBytes(body));

        var listed = await Graph.DeadLetterAsync(messageId);
        var letter = (await Graph.Admin.GetAsync($"{GraphBroker.DeadLetters}/{listed["id"]}")).Must(200);
        Assert.Equal((Queue, contentType, body), (letter["service"], letter["content_type"], letter["body"]));
        Assert.NotEmpty(letter["reason"]!);
        Assert.Equal(letter["reason"], letter["headers.x-ssa-reason"]);
        (await Graph.Anyone.AskAsync(Somebody(), "Hello")).Must(200);
    }

    [Theory]
    [InlineData("ce-")]
    [InlineData("cloudEvents:")]
    [InlineData("cloudEvents_")]
    public async Task An_event_in_binary_mode_is_taken_whichever_way_its_headers_are_spelled(string prefix)
    {
        var request = new RequestEvent();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Headers = request.Attributes.ToDictionary(attribute => prefix + attribute.Key, attribute => (object?)attribute.Value),
        };
        var body = Encoding.UTF8.GetBytes(request.Data.ToJsonString());
        await Graph.PublishAsync("ssa.events", request.Attributes["type"], properties, body);

        await Poll.UntilAsync(
            async () => await Graph.Rows.CountAsync(RequestEvent.AnsweredTurns, request.Id) == 1,
            "the turn is answered");
    }

    [Fact]
    public async Task Nothing_is_left_in_any_queue_once_all_is_answered()
    {
        (await Graph.Anyone.AskAsync(Somebody(), "Hello")).Must(200);
        await using var connection = await Graph.ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        foreach (var queue in _queues)
            await Poll.UntilAsync(async () => await channel.MessageCountAsync(queue, Cancelled) == 0, $"{queue} is empty");
    }

    [Fact]
    public async Task A_piece_for_a_replica_that_is_gone_stays_in_no_queue()
    {
        await using var connection = await Graph.ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync(new(true, true), Cancelled);

        await Assert.ThrowsAsync<PublishReturnException>(
            async () => await channel.BasicPublishAsync("ssa.responses", "delta.nobody", mandatory: true, "{}"u8.ToArray(), Cancelled));
    }
}
