using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Support;
using RabbitMQ.Client;

namespace EndToEnd.Tests.Graphs;

/// <summary>What another program does at the graph's broker, and what became of its messages when no service took them.</summary>
public static class GraphBroker
{
    public const string DeadLetters = "/api/v1/dead-letters";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<IConnection> ConnectToBrokerAsync(this Graph graph)
    {
        var factory = new ConnectionFactory { Uri = new((await graph.App.GetConnectionStringAsync(Graph.Broker, Cancelled))!) };
        return await factory.CreateConnectionAsync(Cancelled);
    }

    /// <summary>Publishes one message; returns when a queue has it.</summary>
    public static async Task PublishAsync(this Graph graph, string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        await using var connection = await graph.ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync(new(true, true), Cancelled);
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, Cancelled);
    }

    /// <summary>Waits for a dead letter.</summary>
    /// <param name="messageId">The id of the message it was.</param>
    public static Task<JsonObject> DeadLetterAsync(this Graph graph, string messageId, int times = 1) => Poll.ForAsync(
        async () => await graph.FindDeadLetterAsync(messageId, "all") is { } letter && (int)letter["times"]! == times ? letter : null,
        $"message {messageId} was put aside {times} times");

    /// <param name="status">Which list to look in.</param>
    public static async Task<JsonObject?> FindDeadLetterAsync(this Graph graph, string messageId, string status) =>
        (await graph.Admin.GetAsync($"{DeadLetters}?status={status}&limit=200")).Must(200).Items
            .SingleOrDefault(letter => (string?)letter!["event_id"] == messageId)?.AsObject();
}
