using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Callers;

/// <summary>Administrators issue keys; a key is good at once and everywhere, and no longer than it should be.</summary>
[Collection<OnEventingGraph>]
public sealed class ApiKeysTests(EventingGraph graph) : EndToEndTest(graph)
{
    private const string Keys = "/api/v1/api-keys";
    private static readonly string[] _actsForAnyUser = ["ACT_FOR_ANY_USER"], _administers = ["admin"];

    [Fact]
    public async Task A_key_is_good_on_every_replica_at_once_and_is_shown_once()
    {
        var person = Somebody();
        var issued = (await Graph.Admin.PostAsync(Keys, new { name = "laptop", user_id = person })).Must(201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => With(issued).AskWebAsync(person, "Hi")));
        var listed = (await Graph.Admin.GetAsync(Keys)).Must(200);

        Assert.All(answers, answer => answer.Must(200));
        Assert.DoesNotContain(issued["key"]!, listed.Text, StringComparison.Ordinal);
        Assert.Contains(issued["key_id"]!, listed.Text, StringComparison.Ordinal);
        Assert.Equal($"{Keys}/{issued["key_id"]}", issued.Headers["Location"]);
    }

    [Fact]
    public async Task A_key_is_stored_as_its_hash_only()
    {
        var issued = (await Graph.Admin.PostAsync(Keys, new { name = "laptop", user_id = Somebody() })).Must(201);

        Assert.Equal(1, await Graph.Rows.CountAsync("select count(*) from api_keys where sha256 = sha256(convert_to($1, 'UTF8'))", issued["key"]!));
    }

    [Fact]
    public async Task A_revoked_key_ends()
    {
        var person = Somebody();
        var issued = (await Graph.Admin.PostAsync(Keys, new { name = "laptop", user_id = person })).Must(201);
        (await With(issued).AskWebAsync(person, "Hi")).Must(200);

        (await Graph.Admin.DeleteAsync($"{Keys}/{issued["key_id"]}")).Must(200);

        await Poll.UntilAsync(async () => (await With(issued).AskWebAsync(person, "Hi")).Status == 401, "no replica accepts the key");
        (await Graph.Admin.DeleteAsync($"{Keys}/{issued["key_id"]}")).MustBeProblem(404, "api_key_not_found");
    }

    [Fact]
    public async Task A_key_ends_at_its_time()
    {
        var person = Somebody();
        var issued = (await Graph.Admin.PostAsync(Keys, new { name = "guest", user_id = person, expires_at = DateTimeOffset.UtcNow.AddSeconds(3) })).Must(201);

        await Poll.UntilAsync(async () => (await With(issued).AskWebAsync(person, "Hi")).Status == 401, "the key has ended");
    }

    [Fact]
    public async Task A_tools_key_is_good_for_that_tool_at_its_door()
    {
        var issued = (await Graph.Admin.PostAsync(Keys, new { name = "monitoring", tool_id = "monitoring" })).Must(201);
        var tool = Graph.Anyone.With("x-api-key", issued["key"]!);

        (await tool.PostAsync("/api/v1/requests/tool", new { user_id = Somebody(), content = "Hi", tool_id = "monitoring" })).Must(200);
        (await tool.PostAsync("/api/v1/requests/tool", new { user_id = "u", content = "Hi", tool_id = "snow-integration" })).MustBeProblem(403, "tool_id_mismatch");
        (await With(issued).AskWebAsync("monitoring", "Hi")).MustBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Roles_are_what_they_say()
    {
        var acting = (await Graph.Admin.PostAsync(Keys, new { name = "portal", user_id = Somebody(), roles = _actsForAnyUser })).Must(201);
        var admin = (await Graph.Admin.PostAsync(Keys, new { name = "operator", user_id = Somebody(), roles = _administers })).Must(201);

        (await With(acting).AskWebAsync(Somebody(), "Hi")).Must(200);
        (await With(acting).GetAsync(Keys)).MustBeProblem(403, "forbidden");
        (await With(admin).GetAsync(Keys)).Must(200);
        (await With(admin).AskWebAsync(Somebody(), "Hi")).MustBeProblem(403, "user_id_mismatch");
    }

    [Fact]
    public async Task Only_administrators_issue_keys()
    {
        (await Graph.Anyone.PostAsync(Keys, new { name = "x", user_id = "x" })).MustBeProblem(401, "unauthenticated");
        (await Graph.WebTestUser.PostAsync(Keys, new { name = "x", user_id = "web-test-user" })).MustBeProblem(403, "forbidden");
        (await Graph.Tool.GetAsync(Keys)).MustBeProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("""{"user_id":"u"}""", "name")]
    [InlineData("""{"name":"n"}""", "user_id")]
    [InlineData("""{"name":"n","user_id":"u","tool_id":"t"}""", "user_id")]
    [InlineData("""{"name":"n","tool_id":"t","roles":["ADMIN"]}""", "roles")]
    [InlineData("""{"name":"n","user_id":"u","expires_at":"2020-01-01T00:00:00Z"}""", "expires_at")]
    public async Task What_is_wrong_with_a_new_key_is_named(string body, string field)
    {
        var refused = (await Graph.Admin.PostAsync(Keys, Client.Json(body))).MustBeProblem(400, "validation_failed");

        Assert.Contains(field, refused.Find("errors")!.AsObject().Select(error => error.Key));
    }

    private Client With(Reply issued) => Graph.Anyone.With("Authorization", $"Bearer {issued["key"]}");
}
