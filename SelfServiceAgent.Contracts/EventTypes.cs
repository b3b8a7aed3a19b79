namespace SelfServiceAgent.Contracts;

/// <summary>The CloudEvents types our services exchange. Literals: renaming a class must never change the wire.</summary>
public static class EventTypes
{
    /// <summary>A request was accepted and numbered; data is <see cref="Contracts.RequestCreated"/>.</summary>
    public const string RequestCreated = "com.self-service-agent.request.created";

    /// <summary>An agent has answered, well or badly; data is <see cref="Contracts.ResponseReady"/>.</summary>
    public const string ResponseReady = "com.self-service-agent.agent.response-ready";

    /// <summary>A piece of an answer that is still being written; data is <see cref="Contracts.ResponseDelta"/>.</summary>
    public const string ResponseDelta = "com.self-service-agent.agent.response-delta";

    /// <summary>A delivery has ended; data is <see cref="Contracts.DeliveryCompleted"/>.</summary>
    public const string DeliveryCompleted = "com.self-service-agent.delivery.completed";
}
