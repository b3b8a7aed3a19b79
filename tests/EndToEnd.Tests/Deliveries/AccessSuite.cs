using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>A credential opens what belongs to its person; a header sent from outside opens nothing.</summary>
public abstract class AccessSuite(Graph graph) : EndToEndTest(graph)
{
    // An administrator, says a token with alg "none" and without a signature.
    private const string Forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3ZWItdGVzdC11c2VyIiwiYWRtaW4iOnRydWV9.";

    [Theory]
    [InlineData("/api/v1/users/web-test-user/integration-defaults")]
    [InlineData("/api/v1/users/web-test-user/deliveries")]
    [InlineData("/api/v1/test-deliveries?user_id=web-test-user")]
    public async Task A_person_reads_their_own_an_administrator_everyones_and_nobody_else_anothers(string path)
    {
        (await Graph.WebTestUser.GetAsync(path)).Must(200);
        (await Graph.Admin.GetAsync(path)).Must(200);
        (await Graph.JohnDoe.GetAsync(path)).MustBeProblem(403, "forbidden");
        (await Graph.Tool.GetAsync(path)).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_person_cannot_change_anothers()
    {
        const string path = "/api/v1/users/web-test-user";
        (await Graph.JohnDoe.PostAsync($"{path}/integrations", new { integration_type = "TEST", enabled = false }))
            .MustBeProblem(403, "forbidden");
        (await Graph.JohnDoe.PutAsync($"{path}/integrations/TEST", new { enabled = false })).MustBeProblem(403, "forbidden");
        (await Graph.JohnDoe.DeleteAsync($"{path}/integrations/TEST")).MustBeProblem(403, "forbidden");
        (await Graph.JohnDoe.PostAsync($"{path}/integration-defaults/reset")).MustBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task Anothers_delivery_answers_like_one_that_does_not_exist()
    {
        var person = Somebody();
        (await Graph.Anyone.AskAsync(person, "Hello")).Must(200);
        var delivery = await Graph.Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
        var path = $"/api/v1/deliveries/{delivery["delivery_id"]}";

        (await Graph.JohnDoe.GetAsync(path)).MustBeProblem(404, "delivery_not_found");
        (await Graph.JohnDoe.PostAsync($"{path}/retry")).MustBeProblem(404, "delivery_not_found");
        (await Graph.Admin.GetAsync(path)).Must(200);
    }

    [Theory]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("x-api-key", "wrong")]
    public async Task A_wrong_credential_is_worse_than_none(string header, string value) =>
        (await Graph.Anyone.With(header, value).GetAsync("/api/v1/users/john.doe/deliveries")).MustBeProblem(401, "unauthenticated");

    [Fact]
    public async Task Headers_of_the_inside_sent_from_outside_change_nothing()
    {
        var anyone = Graph.Anyone.With("x-ssa-caller", Forged);
        foreach (var serviceKey in new[] { "wrong", await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken) })
        {
            var john = anyone.With("x-service-key", serviceKey).With("Authorization", "Bearer john-doe-key");

            (await john.GetAsync("/api/v1/users/web-test-user/deliveries")).MustBeProblem(403, "forbidden");
            (await john.GetAsync("/api/v1/users/john.doe/deliveries")).Must(200);
        }

        (await anyone.GetAsync("/api/v1/users/john.doe/deliveries")).Must(200);
        (await anyone.With("x-service-key", "wrong").GetAsync("/api/v1/users/john.doe/deliveries")).MustBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task The_dispatcher_believes_nobody_but_the_front_door()
    {
        var forger = Graph.Service(Graph.Dispatcher).With("x-ssa-caller", Forged);
        var key = await Graph.ServiceKeyAsync(TestContext.Current.CancellationToken);

        (await forger.GetAsync("/api/v1/users/john.doe/deliveries")).MustBeProblem(401, "unauthenticated");
        (await forger.With("x-service-key", key).GetAsync("/api/v1/users/john.doe/deliveries")).MustBeProblem(401, "unauthenticated");
    }
}

[Collection<OnEventingGraph>]
public sealed class AccessOverEventing(EventingGraph graph) : AccessSuite(graph);

[Collection<OnDirectGraph>]
public sealed class AccessOverDirect(DirectGraph graph) : AccessSuite(graph);
