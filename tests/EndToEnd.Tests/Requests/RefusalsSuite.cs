using System.Net.Http.Headers;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>What is wrong is refused with a 4xx that says what, and nothing a caller sends makes a 500.</summary>
public abstract class RefusalsSuite(Graph graph) : EndToEndTest(graph)
{
    private const string Web = "/api/v1/requests/web", Cli = "/api/v1/requests/cli";
    private const string ToolDoor = "/api/v1/requests/tool", Generic = "/api/v1/requests/generic";

    private const string AsWebTestUser = "Authorization: Bearer web-test-user";

    /// <summary>Door, headers, body, status, code.</summary>
    public static TheoryData<string, string, string, int, string> NotAllowed => new()
    {
        { Web, "", """{"user_id":"web-test-user","content":"Hi"}""", 401, "unauthenticated" },
        { Cli, "", """{"user_id":"web-test-user","content":"Hi"}""", 401, "unauthenticated" },
        { ToolDoor, "", """{"user_id":"u","content":"Hi","tool_id":"snow-integration"}""", 401, "unauthenticated" },
        { Web, "Authorization: Bearer wrong", """{"user_id":"web-test-user","content":"Hi"}""", 401, "unauthenticated" },
        { Web, "Authorization: Basic d2ViLXRlc3QtdXNlcg==", """{"user_id":"web-test-user","content":"Hi"}""", 401, "unauthenticated" },
        { Generic, "Authorization: Bearer wrong", """{"user_id":"u","content":"Hi","integration_type":"WEB"}""", 401, "unauthenticated" },
        { ToolDoor, "x-api-key: wrong", """{"user_id":"u","content":"Hi","tool_id":"snow-integration"}""", 401, "unauthenticated" },
        { ToolDoor, AsWebTestUser, """{"user_id":"u","content":"Hi","tool_id":"snow-integration"}""", 401, "unauthenticated" },
        { Web, "x-api-key: your-tool-api-key", """{"user_id":"u","content":"Hi"}""", 401, "unauthenticated" },
        { Web, AsWebTestUser, """{"user_id":"john.doe","content":"Hi"}""", 403, "user_id_mismatch" },
        { Cli, AsWebTestUser, """{"user_id":"john.doe","content":"Hi"}""", 403, "user_id_mismatch" },
        { Generic, AsWebTestUser, """{"user_id":"john.doe","content":"Hi","integration_type":"WEB"}""", 403, "user_id_mismatch" },
        { ToolDoor, "x-api-key: your-tool-api-key", """{"user_id":"u","content":"Hi","tool_id":"another"}""", 403, "tool_id_mismatch" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"SLACK"}""", 403, "integration_type_reserved" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"tool"}""", 403, "integration_type_reserved" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"EMAIL"}""", 400, "integration_type_not_allowed" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"SMS"}""", 400, "integration_type_not_allowed" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"WEBHOOK"}""", 400, "integration_type_not_allowed" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"TEST"}""", 400, "integration_type_not_allowed" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":"PIGEON"}""", 400, "validation_failed" },
        { Generic, "", """{"user_id":"u","content":"Hi","integration_type":3}""", 400, "validation_failed" },
        { Web, AsWebTestUser, """{"user_id":"web-test-user","content":"Hi","session_id":"nonsense"}""", 404, "session_not_found" },
        {
            Web, AsWebTestUser,
            """{"user_id":"web-test-user","content":"Hi","session_id":"01890000-0000-7000-8000-000000000000"}""", 404, "session_not_found"
        },
    };

    [Theory]
    [MemberData(nameof(NotAllowed))]
    public async Task What_is_not_allowed_is_refused_with_its_code(string door, string header, string body, int status, string code)
    {
        var caller = header.Split(": ") is [var name, var value] ? Graph.Anyone.With(name, value) : Graph.Anyone;

        (await caller.PostAsync(door, Client.Json(body))).MustBeProblem(status, code);
    }

    /// <summary>Body of a web request, the field at fault.</summary>
    public static TheoryData<string, string> NotValid => new()
    {
        { """{"content":"Hi"}""", "user_id" },
        { """{"user_id":"web-test-user"}""", "content" },
        { """{"user_id":"web-test-user","content":""}""", "content" },
        { """{"user_id":"web-test-user","content":"   "}""", "content" },
        { """{"user_id":"web-test-user","content":null}""", "content" },
        { """{"user_id":"web-test-user","content":5}""", "content" },
        { """{"user_id":"web-test-user","content":["Hi"]}""", "content" },
        { """{"user_id":"web-test-user","content":"a\u0000b"}""", "content" },
        { """{"user_id":"web-test-user\u0000","content":"Hi"}""", "user_id" },
        { """{"user_id":"web-test-user","content":"Hi","metadata":{"a":{"b":"\u0000"}}}""", "metadata" },
        { """{"user_id":"web-test-user","content":"Hi","metadata":{"\u0000":1}}""", "metadata" },
        { """{"user_id":"web-test-user","content":"Hi","metadata":{"a":1e999999}}""", "metadata" },
        { """{"user_id":"web-test-user","content":"Hi","metadata":"text"}""", "metadata" },
        { """{"user_id":"web-test-user","request_type":"ttttttttttttttttttttttttttttttttttttttttttttttttttt"}""", "request_type" },
        { """{"user_id":"web-test-user","content":"Hi","client_ip":"0123456789012345678901234567890123456789012345"}""", "client_ip" },
    };

    [Theory]
    [MemberData(nameof(NotValid))]
    public async Task A_field_that_is_wrong_is_named(string body, string field)
    {
        var refused = (await Graph.WebTestUser.PostAsync(Web, Client.Json(body))).MustBeProblem(400, "validation_failed");

        Assert.Contains(field, refused.Find("errors")!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("""{"user_id":"web-test-user","content":"\ud83e"}""")]
    [InlineData("""{"user_id":"web-test-user","content":"Hi","metadata":{"a":"\udd84"}}""")]
    [InlineData("""{"user_id":"web-test-user","content":"one","content":"two"}""")]
    [InlineData("""{"user_id":"web-test-user","content":"Hi","metadata":{"a":1,"a":2}}""")]
    [InlineData("""{"user_id":"web-test-user","content":"Hi" """)]
    [InlineData("""["user_id","content"]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task What_is_no_JSON_object_of_ours_is_a_400(string body) =>
        (await Graph.WebTestUser.PostAsync(Web, Client.Json(body))).MustBeProblem(400, "validation_failed");

    [Fact]
    public async Task Nesting_without_end_is_a_400()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 5000)) + "1" + new string('}', 5000);

        (await Graph.WebTestUser.PostAsync(Web, Client.Json($$"""{"user_id":"web-test-user","content":"Hi","metadata":{{deep}}}""")))
            .MustBeProblem(400, "validation_failed");
    }

    [Fact]
    public async Task Content_is_at_most_32000_characters()
    {
        var refused = await Graph.WebTestUser.PostAsync(Web, new { user_id = "web-test-user", content = new string('x', 32_001) });

        Assert.NotNull(refused.MustBeProblem(400, "validation_failed").Find("errors.content"));
    }

    [Fact]
    public async Task A_body_over_256_KiB_is_refused_before_anyone_asks_who_sent_it()
    {
        var tooLarge = $$"""{"user_id":"web-test-user","content":"{{new string('x', 257 * 1024)}}"}""";

        (await Graph.Anyone.PostAsync(Web, Client.Json(tooLarge))).MustBeProblem(413, "body_too_large");
    }

    [Fact]
    public async Task A_body_that_hides_its_length_is_refused_too()
    {
        using var content = Client.Json($$"""{"user_id":"web-test-user","content":"{{new string('x', 300 * 1024)}}"}""");

        (await Graph.WebTestUser.With("Transfer-Encoding", "chunked").PostAsync(Web, content)).MustBeProblem(413, "body_too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_says_it_is_no_JSON_is_a_415(string mediaType)
    {
        using var content = new StringContent("""{"user_id":"web-test-user","content":"Hi"}""", new MediaTypeHeaderValue(mediaType));

        (await Graph.WebTestUser.PostAsync(Web, content)).MustBeProblem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("/api/v1/nothing-here")]
    [InlineData("/nothing-here")]
    [InlineData("/api/v1/users/web-test-user")]
    public async Task An_unknown_address_is_a_404(string path) => (await Graph.WebTestUser.GetAsync(path)).MustBeProblem(404, "not_found");

    [Fact]
    public async Task A_method_an_address_does_not_know_is_a_405() =>
        (await Graph.WebTestUser.PutAsync(Web, new { })).MustBeProblem(405, "method_not_allowed");

    [Fact]
    public async Task Another_persons_request_answers_like_one_that_does_not_exist()
    {
        var others = await Graph.WebTestUser.AskWebAsync("web-test-user", "Hi");
        var path = $"/api/v1/requests/{others.Must(200).RequestId}";

        (await Graph.JohnDoe.GetAsync(path)).MustBeProblem(404, "request_not_found");
        (await Graph.Tool.GetAsync(path)).MustBeProblem(404, "request_not_found");
        (await Graph.Anyone.GetAsync(path)).MustBeProblem(404, "request_not_found");
        (await Graph.WebTestUser.GetAsync(path)).Must(200);
        (await Graph.Admin.GetAsync(path)).Must(200);
        (await Graph.JohnDoe.GetAsync($"/api/v1/requests/{Guid.CreateVersion7()}")).MustBeProblem(404, "request_not_found");
        (await Graph.JohnDoe.GetAsync("/api/v1/requests/nonsense")).MustBeProblem(404, "request_not_found");
    }

    [Fact]
    public async Task Another_persons_session_and_one_of_another_way_in_are_not_found()
    {
        var web = await Graph.WebTestUser.AskWebAsync("web-test-user", "Hi");

        (await Graph.JohnDoe.PostAsync(Web, new { user_id = "john.doe", content = "Hi", session_id = web.SessionId }))
            .MustBeProblem(404, "session_not_found");
        (await Graph.WebTestUser.PostAsync(Cli, new { user_id = "web-test-user", content = "Hi", session_id = web.SessionId }))
            .MustBeProblem(404, "session_not_found");
    }
}

[Collection<OnEventingGraph>]
public sealed class RefusalsOverEventing(EventingGraph graph) : RefusalsSuite(graph);

[Collection<OnDirectGraph>]
public sealed class RefusalsOverDirect(DirectGraph graph) : RefusalsSuite(graph);
