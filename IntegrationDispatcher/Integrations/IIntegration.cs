using System.Text.Json.Nodes;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Integrations;

/// <summary>A way out. It tries once and reports; it neither retries, nor keeps books, nor throws for a refusal.</summary>
internal interface IIntegration
{
    IntegrationType Type { get; }

    /// <summary>Whether this server is set up for it.</summary>
    bool IsConfigured { get; }

    /// <summary>Why nothing can be sent with this config, such as a missing address; null when it can. Pure.</summary>
    string? Objection(JsonObject config);

    /// <summary>The far side a config leads to, as a key for limits per far side; null where none is needed. Pure.</summary>
    string? DestinationOf(JsonObject config);

    /// <summary>Deliveries with the same one go strictly in the order of their session; null where order does not matter. Pure.</summary>
    string? OrderOf(JsonObject config) => null;

    /// <summary>
    /// Whether a message that is sent again does no harm, because the far side or we can tell. Else an attempt whose end nobody knows is the
    /// last one.
    /// </summary>
    bool KnowsRepetitions => true;

    /// <summary>Asks the far side whether it would take messages from this server, without sending one.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> is.</exception>
    Task<Probe> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(Probe.Healthy);

    /// <param name="config">The effective config, with the address laid in where no override names one.</param>
    /// <exception cref="OperationCanceledException">
    /// Only when <paramref name="cancellationToken"/> is: the attempt is cut and does not count. Never once a message may have left that must
    /// not be repeated.
    /// </exception>
    Task<Outcome> TryAsync(Message message, JsonObject config, CancellationToken cancellationToken);
}
