using System.Diagnostics;
using System.Diagnostics.Metrics;
using SelfServiceAgent.Contracts;

namespace IntegrationDispatcher.Deliveries;

/// <summary>The spans and metrics of deliveries.</summary>
internal static class DeliveryTelemetry
{
    public const string Name = "SelfServiceAgent.IntegrationDispatcher";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> _attempts =
        Meter.CreateHistogram<double>("ssa.deliveries.attempt.duration", "s", "How long attempts took, by integration and outcome.");

    private static readonly Counter<long> _ended =
        Meter.CreateCounter<long>("ssa.deliveries.ended", "{delivery}", "Deliveries that ended, by integration and status.");

    private static readonly Counter<long> _replayed =
        Meter.CreateCounter<long>("ssa.deliveries.replayed", "{delivery}", "Deliveries that an administrator had tried once more, many at once.");

    public static void CountReplayed(int deliveries) => _replayed.Add(deliveries);

    public static void Count(DueDelivery due, Attempt? attempt, DeliveryState state)
    {
        var integration = KeyValuePair.Create<string, object?>("integration", EnumText.Of(due.IntegrationType));
        if (attempt is not null) _attempts.Record(attempt.Duration.TotalSeconds, integration, new("outcome", attempt.Outcome.GetType().Name));
        if (state.HasEnded) _ended.Add(1, integration, new("status", EnumText.Of(state.Status)));
    }
}
