using System.Diagnostics;
using EndToEnd.Tests.Deliveries;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Events;

/// <summary>One trace runs from the call through every service to the delivery.</summary>
public abstract class TraceSuite(Graph graph) : EndToEndTest(graph)
{
    [Fact]
    public async Task The_callers_trace_goes_on_in_the_request_the_turn_and_the_delivery_and_ends_there()
    {
        await using var listener = await Listener.StartAsync();
        var person = Somebody();
        await Graph.Anyone.SendToAsync(person, listener.Url);
        var trace = ActivityTraceId.CreateRandom().ToString();
        var answer = await Graph.Anyone.With("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01").AskAsync(person, "Hello");
        answer.Must(200);
        await listener.ArrivedAsync(1);

        string[] rows =
        [
            "select trace_parent from request_logs where request_id = $1",
            "select trace_parent from agent_turns where request_id = $1::uuid",
            "select trace_parent from delivery_plans where request_id::text = $1",
        ];
        foreach (var row in rows) Assert.Equal(trace, TraceOf(await Graph.Rows.TextAsync(row, answer.RequestId)));
        Assert.DoesNotContain("traceparent", listener.Arrivals[0].Headers.Keys); // our trace is no business of strangers
    }

    [Fact]
    public async Task An_error_names_the_callers_trace()
    {
        var trace = ActivityTraceId.CreateRandom().ToString();
        var caller = Graph.WebTestUser.With("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        var refused = await caller.PostAsync("/api/v1/requests/web", new { });

        Assert.Equal(trace, refused.MustBeProblem(400, "validation_failed")["trace_id"]);
    }

    private static string? TraceOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, out var context) ? context.TraceId.ToString() : traceParent;
}

[Collection<OnEventingGraph>]
public sealed class TraceOverEventing(EventingGraph graph) : TraceSuite(graph);

[Collection<OnDirectGraph>]
public sealed class TraceOverDirect(DirectGraph graph) : TraceSuite(graph);
