using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Events;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;
using RabbitMQ.Client;

namespace EndToEnd.Tests.Faults;

/// <summary>The agents are away, and the test speaks in their place: what it says is heard by whoever listens, at whichever replica.</summary>
public abstract class StreamingFaultSuite(Graph graph) : FaultTest(graph)
{
    private const string ReplicasThatAsked =
        "select string_agg(distinct reply_to, ' ') from agent_turns where request->>'user_id' = $1";

    private static readonly string[] _pieces = ["This ", "is ", "not ", "how ", "it ", "ended", "."];
    private static readonly int[] _order = [0, 2, 1, 4, 6, 3, 5];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pieces_reach_the_caller_at_any_replica_in_order_and_what_the_agent_says_later_replaces_them()
    {
        var replicas = await ReplicasAsync();
        await Graph.StopAsync(Graph.Agents);
        await using var stream = await Graph.WebTestUser.HearAsync(
            "/api/v1/requests/web", new { user_id = "web-test-user", content = "Hello" });
        var requestId = (await stream.NextAsync())!["request_id"]!;
        foreach (var index in _order)
        {
            Array.Reverse(replicas); // the proxy takes turns
            foreach (var replica in replicas) await SayAsync(replica, PieceOf(requestId, index, replica));
        }

        for (var index = 0; index < _pieces.Length; index++)
        {
            var heard = (await stream.NextAsync())!;
            Assert.Equal(("delta", _pieces[index], $"{index}", "1"), (heard.Name, heard["text"], heard["index"], heard["attempt"]));
        }

        await Graph.StartAsync(Graph.Agents);
        var rest = await stream.ToEndAsync();
        Assert.Equal("completed", rest[^1].Name);
        Assert.All(rest[..^1], heard => Assert.Equal(("delta", "2"), (heard.Name, heard["attempt"])));
        Assert.Equal(rest[^1].Data["response"]!["content"]!.ToString(), string.Concat(rest[..^1].Select(heard => heard["text"])));
    }

    /// <summary>Sends an event the way the agents would.</summary>
    protected abstract Task SayAsync(string replica, string structuredEvent);

    private async Task<string[]> ReplicasAsync()
    {
        var person = Somebody();
        return await Poll.ForAsync(
            async () =>
            {
                (await Graph.Service(Graph.FrontDoor).AskAsync(person, "Hello")).Must(200);
                return (await Graph.Rows.TextAsync(ReplicasThatAsked, person))?.Split(' ') is { Length: 2 } both ? both : null;
            },
            "both replicas have asked something");
    }

    private static string PieceOf(string requestId, int index, string replica) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = $"{requestId}.1.{index}",
        source = Graph.Agents,
        type = "com.self-service-agent.agent.response-delta",
        subject = requestId,
        datacontenttype = "application/json",
        replyto = replica,
        data = new { request_id = requestId, attempt = 1, index, text = _pieces[index] },
    });
}

[Collection<OnEventingGraph>]
public sealed class StreamingFaultsOverEventing(EventingGraph graph) : StreamingFaultSuite(graph)
{
    protected override async Task SayAsync(string replica, string structuredEvent)
    {
        var factory = new ConnectionFactory { Uri = new((await Graph.App.GetConnectionStringAsync(Graph.Broker, Cancelled))!) };
        await using var connection = await factory.CreateConnectionAsync(Cancelled);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
        var properties = new BasicProperties { ContentType = RequestEvent.StructuredMediaType };
        var body = Encoding.UTF8.GetBytes(structuredEvent);
        await channel.BasicPublishAsync("ssa.responses", $"delta.{replica}", mandatory: false, properties, body, Cancelled);
    }
}

[Collection<OnDirectGraph>]
public sealed class StreamingFaultsOverDirect(DirectGraph graph) : StreamingFaultSuite(graph)
{
    protected override async Task SayAsync(string replica, string structuredEvent)
    {
        // A new connection each time, so that both replicas are told.
        var door = Graph.Service(Graph.FrontDoor).With("x-service-key", await Graph.ServiceKeyAsync(Cancelled));
        using var content = new StringContent(structuredEvent, new MediaTypeHeaderValue(RequestEvent.StructuredMediaType));
        (await door.PostAsync("/api/v1/events/cloudevents", content)).Must(202);
    }
}
