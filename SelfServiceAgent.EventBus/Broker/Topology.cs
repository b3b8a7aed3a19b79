using RabbitMQ.Client;
using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.EventBus.Broker;

/// <summary>
/// Every exchange, queue and binding, declared by every service before it publishes, so that a message can never be published
/// before the queue of a service that has not started yet. Changed arguments mean a new queue name.
/// <code>
/// ssa.events ──request.created──▶ agent-service
///
///                ┌──response.#──▶ request-manager.responses
/// ssa.responses ─┼──response.#──▶ integration-dispatcher
///                └──response.R, delta.R──▶ the exclusive queue of waiting replica R
///
/// ssa.dead ──SERVICE──▶ SERVICE.dead        (what a queue gave up, or its service could not read; request-manager keeps it)
/// </code>
/// </summary>
internal static class Topology
{
    private const string Events = "ssa.events";
    private const string Responses = "ssa.responses";
    public const string Dead = "ssa.dead";

    public static string QueueOf(string service) => service == ServiceNames.RequestManager ? "request-manager.responses" : service;

    public static string DeadQueueOf(string service) => $"{service}.dead";

    /// <summary>Where a type of event is published to.</summary>
    public static Route RouteOf(string type, string? replyTo) => type switch
    {
        EventTypes.ResponseReady => new(Responses, $"response.{replyTo ?? "nobody"}", Mandatory: true),
        EventTypes.ResponseDelta => new(Responses, $"delta.{replyTo ?? "nobody"}", Mandatory: false),
        EventTypes.DeliveryCompleted => new(Events, type, Mandatory: false), // nobody need hear it
        _ => new(Events, type, Mandatory: true),
    };

    /// <summary>Straight into a service's queue, past everyone else who hears of the event.</summary>
    public static Route RouteTo(string service) => new("", QueueOf(service), Mandatory: true);

    public static async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(Events, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(Responses, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(Dead, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken);
        foreach (var service in ServiceNames.All)
        {
            await channel.QueueDeclareAsync(DeadQueueOf(service), durable: true, exclusive: false, autoDelete: false, Quorum(), cancellationToken: cancellationToken);
            await channel.QueueBindAsync(DeadQueueOf(service), Dead, service, cancellationToken: cancellationToken);
            await channel.QueueDeclareAsync(QueueOf(service), durable: true, exclusive: false, autoDelete: false, Working(service), cancellationToken: cancellationToken);
        }

        await channel.QueueBindAsync(QueueOf(ServiceNames.AgentService), Events, EventTypes.RequestCreated, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(QueueOf(ServiceNames.RequestManager), Responses, "response.#", cancellationToken: cancellationToken);
        await channel.QueueBindAsync(QueueOf(ServiceNames.IntegrationDispatcher), Responses, "response.#", cancellationToken: cancellationToken);
    }

    /// <summary>The queue of one waiting replica: server-named, gone with its connection, bound anew on each reconnect.</summary>
    public static async Task<string> DeclareReplyQueueAsync(IChannel channel, string replicaId, CancellationToken cancellationToken)
    {
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, Responses, $"response.{replicaId}", cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, Responses, $"delta.{replicaId}", cancellationToken: cancellationToken);
        return queue.QueueName;
    }

    private static Dictionary<string, object?> Quorum() => new() { ["x-queue-type"] = "quorum" };

    // The limit counts deliveries to consumers that died (before RabbitMQ 4.3 also clean requeues), so it is generous. A queue that
    // dead-letters at least once must reject what it cannot hold.
    private static Dictionary<string, object?> Working(string service) => new(Quorum())
    {
        ["x-delivery-limit"] = 100,
        ["x-dead-letter-exchange"] = Dead,
        ["x-dead-letter-routing-key"] = service,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };
}

/// <summary>How an event is published.</summary>
/// <param name="Mandatory">The broker must have a queue for it, or the publish fails.</param>
internal readonly record struct Route(string Exchange, string RoutingKey, bool Mandatory);
