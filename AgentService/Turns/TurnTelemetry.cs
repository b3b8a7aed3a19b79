using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentService.Turns;

internal static class TurnTelemetry
{
    private const string Name = "SelfServiceAgent.AgentService.Turns";

    private static readonly ActivitySource _source = new(Name);
    public static Meter Meter { get; } = new(Name);

    private static readonly Counter<long> _turns = Meter.CreateCounter<long>("ssa.turns", "{turn}", "Attempts at turns, by agent and outcome.");
    private static readonly Histogram<double> _lag = Meter.CreateHistogram<double>("ssa.turns.lag", "s", "From a turn's intake to its attempt.");

    public static Activity? Start(ClaimedTurn turn)
    {
        ActivityContext.TryParse(turn.TraceParent, null, out var parent);
        var activity = _source.StartActivity($"turn {turn.Bulkhead}", ActivityKind.Internal, parent);
        activity?.SetTag("request_id", turn.Request.RequestId);
        activity?.SetTag("session_id", turn.SessionId);
        activity?.SetTag("session_seq", turn.SessionSeq);
        activity?.SetTag("attempt", turn.Attempt);
        return activity;
    }

    public static void Taken(ClaimedTurn turn, TurnOutcome outcome)
    {
        _turns.Add(1, new("agent_id", turn.Bulkhead), new("outcome", outcome.ToString()));
        _lag.Record(turn.Lag.TotalSeconds, new KeyValuePair<string, object?>("agent_id", turn.Bulkhead));
    }
}
