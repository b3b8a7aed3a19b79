using System.Net.Http.Headers;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Events;

/// <summary>Events by HTTP: taken from whoever shows the service key, once each.</summary>
public abstract class EventDoorSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Door = "/api/v1/events/cloudevents";

    [Theory]
    [InlineData(Graph.FrontDoor)]
    [InlineData(Graph.Agents)]
    [InlineData(Graph.Dispatcher)]
    public async Task Without_the_service_key_no_service_takes_an_event(string service)
    {
        using var content = Structured(new RequestEvent().Structured());
        using var again = Structured(new RequestEvent().Structured());

        (await Graph.Service(service).PostAsync(Door, content)).MustBeProblem(401, "unauthenticated");
        (await Graph.Service(service).With("x-service-key", "wrong").PostAsync(Door, again)).MustBeProblem(401, "unauthenticated");
    }

    [Theory]
    [InlineData(Graph.FrontDoor)]
    [InlineData(Graph.Agents)]
    [InlineData(Graph.Dispatcher)]
    public async Task An_event_of_a_type_nobody_needs_is_ignored(string service)
    {
        using var content = Structured(new RequestEvent().Structured("com.example.unheard-of"));

        Assert.Equal("ignored", (await (await TrustedAsync(service)).PostAsync(Door, content)).Must(200)["status"]);
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"x"}""")]
    [InlineData("""{"specversion":"9.9","id":"1","source":"x","type":"com.self-service-agent.request.created"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"x","type":"com.self-service-agent.request.created","sessionseq":1}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"x","type":"com.self-service-agent.request.created","sessionseq":1,"data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"x","type":"com.self-service-agent.request.created","sessionseq":"x"}""")]
    public async Task A_malformed_event_is_a_400(string body)
    {
        using var content = Structured(body);

        (await (await TrustedAsync(Graph.Agents)).PostAsync(Door, content)).MustBeProblem(400, "malformed_event");
    }

    [Fact]
    public async Task An_event_that_comes_twice_makes_one_turn()
    {
        var agents = await TrustedAsync(Graph.Agents);
        var request = new RequestEvent();
        for (var time = 0; time < 2; time++)
        {
            using var content = Structured(request.Structured());
            Assert.Equal("accepted", (await agents.PostAsync(Door, content)).Must(202)["status"]);
        }

        await Poll.UntilAsync(async () => await Graph.Rows.CountAsync(RequestEvent.AnsweredTurns, request.Id) == 1, "the turn is answered");
        Assert.Equal(1, await Graph.Rows.CountAsync("select attempts::bigint from agent_turns where request_id = $1::uuid", request.Id));
    }

    [Fact]
    public async Task An_event_in_binary_mode_is_taken_too()
    {
        var agents = await TrustedAsync(Graph.Agents);
        var request = new RequestEvent();
        foreach (var (name, value) in request.Attributes) agents = agents.With($"ce-{name}", value);
        using var content = Client.Json(request.Data.ToJsonString());

        (await agents.PostAsync(Door, content)).Must(202);
        await Poll.UntilAsync(async () => await Graph.Rows.CountAsync(RequestEvent.AnsweredTurns, request.Id) == 1, "the turn is answered");
    }

    private async Task<Client> TrustedAsync(string service) =>
        Graph.Service(service).With("x-service-key", await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken));

    private static StringContent Structured(string body) => new(body, new MediaTypeHeaderValue(RequestEvent.StructuredMediaType));
}

[Collection<OnEventingGraph>]
public sealed class EventDoorOverEventing(EventingGraph graph) : EventDoorSuite(graph);

[Collection<OnDirectGraph>]
public sealed class EventDoorOverDirect(DirectGraph graph) : EventDoorSuite(graph);
