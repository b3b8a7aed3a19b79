using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Guide;

/// <summary>The integration guide means what it prints: each of its examples is taken out of it and run.</summary>
[Collection<OnEventingGraph>]
public sealed partial class GuideTests(EventingGraph graph) : EndToEndTest(graph)
{
    private const string Bearer = "<jwt-token-or-api-key>", PrintedToken = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...";
    private const string ToolKey = "<tool-api-key>", Signature = "<signature>", Timestamp = "<timestamp>";
    private const string WebTestUser = "web-test-user", JohnDoe = "john.doe", PythonExample = "Python Integration Example";

    public static TheoryData<string> HttpExamples => GuideExample.In(GuideExample.Http);

    public static TheoryData<string> BearerExamples =>
        GuideExample.In(GuideExample.Http, example => example.Text.Contains(Bearer, StringComparison.Ordinal));

    public static TheoryData<string> BashExamples => GuideExample.In(GuideExample.Bash);

    public static TheoryData<string> PythonExamples => GuideExample.In(GuideExample.Python);

    [Fact]
    public void No_example_of_the_guide_is_overlooked()
    {
        Assert.Equal(Regex.Count(GuideExample.Guide, "^(GET|POST|PUT|DELETE) /", RegexOptions.Multiline), HttpExamples.Count);
        Assert.Equal(Regex.Count(GuideExample.Guide, "^curl ", RegexOptions.Multiline), BashExamples.Count);
        Assert.Equal(Regex.Count(GuideExample.Guide, "^import httpx$", RegexOptions.Multiline), PythonExamples.Count);
        Assert.Equal((13, 10, 2), (HttpExamples.Count, BashExamples.Count, PythonExamples.Count));
        Assert.Equal(GuideExample.All.Count, GuideExample.All.DistinctBy(example => example.Name).Count());
    }

    [Theory]
    [MemberData(nameof(HttpExamples))]
    public async Task Every_http_example_is_answered(string name)
    {
        var example = GuideExample.Named(name);
        var hasKey = example.Text.Contains(Bearer, StringComparison.Ordinal);
        await HttpExampleIsAnsweredAsync(example, hasKey ? WebTestUser : Somebody(), WebTestUser);
    }

    [Theory]
    [MemberData(nameof(BearerExamples))]
    public async Task Every_http_example_with_a_JWT_or_API_key_is_answered_to_a_JWT(string name) =>
        await HttpExampleIsAnsweredAsync(GuideExample.Named(name), JohnDoe, await Command.TokenAsync(JohnDoe));

    [Theory]
    [MemberData(nameof(BashExamples))]
    public async Task Every_shell_example_is_answered(string name)
    {
        var example = AtThisGraph(GuideExample.Named(name));
        if (example.Text.Contains("/api/v1/users/", StringComparison.Ordinal)) await BecomeKnownAsync(JohnDoe);
        if (example.Text.Contains(PrintedToken, StringComparison.Ordinal))
            example = example.With(PrintedToken, await Command.TokenAsync(JohnDoe));
        if (example.Text.Contains(Signature, StringComparison.Ordinal))
        {
            var (now, body) = (SlackSignature.Now(), SentBody().Match(example.Text).Groups["body"].Value);
            example = example.With(Timestamp, now).With(Signature, SlackSignature.Of(now, body));
        }

        GuideAnswers.MustBeAnswered(await Command.BashAsync(example.Text));
    }

    [Theory]
    [MemberData(nameof(PythonExamples))]
    public async Task Every_Python_example_is_answered(string name)
    {
        var example = AtThisGraph(GuideExample.Named(name));
        var asks = name == PythonExample; // it defines how to ask, and leaves it to the reader to do so
        if (asks) example = example.With("user_id=\"john.doe\"", "user_id=\"web-test-user\"");
        var answer = await RunAsync(example.Text + (asks ? "\nawait send_request()" : ""));

        answer.MustAnswer("POST", asks ? "/api/v1/requests/web" : $"/api/v1/users/{JohnDoe}/integrations");
        if (!asks) return;
        const string clientIp = "select normalized_request->'integration_context'->>'client_ip' from request_logs where request_id = $1";
        Assert.Equal("192.168.1.100", await Graph.Rows.TextAsync(clientIp, answer.RequestId));
    }

    [Fact]
    public async Task The_Python_example_as_printed_is_refused_for_its_key_is_someone_elses()
    {
        var refused = await RunAsync(AtThisGraph(GuideExample.Named(PythonExample)).Text + """

            from shared_clients import RequestManagerError
            refused = None
            try:
                await send_request()
            except RequestManagerError as error:
                refused = {"status": error.status, "code": error.code, "text": str(error), "trace_id": error.trace_id}
            refused
            """);

        Assert.Equal(("403", "user_id_mismatch"), (refused["status"], refused["code"]));
        Assert.StartsWith("403 user_id_mismatch: ", refused["text"], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", refused["trace_id"]);
    }

    [Fact]
    public async Task The_Python_client_asks_once_however_often_it_repeats_a_request_and_fetches_its_answer()
    {
        var fetched = await RunAsync($$"""
            import asyncio
            from shared_clients import RequestManagerClient
            async with RequestManagerClient("{{FrontDoor}}", "{{WebTestUser}}", api_key="{{WebTestUser}}") as client:
                ids = [
                    (await client.send_request("Hello", idempotency_key="{{Guid.NewGuid()}}", prefer="respond-async"))["request_id"]
                    for _ in range(2)
                ]
                fetched = await client.get_request_status(ids[0])
                while fetched["status"] == "pending":
                    await asyncio.sleep(0.1)
                    fetched = await client.get_request_status(ids[0])
            fetched | {"repeated_id": ids[1]}
            """);

        fetched.MustAnswer("POST", "/api/v1/requests/web");
        Assert.Equal(fetched.RequestId, fetched["repeated_id"]);
    }

    protected override Task CleanUpAsync() => Graph.Anyone.PostAsync($"/api/v1/users/{JohnDoe}/integration-defaults/reset");

    private async Task HttpExampleIsAnsweredAsync(GuideExample printed, string userId, string bearer)
    {
        var example = HttpExample.Of(printed, userId).With(Bearer, bearer).With(ToolKey, "your-tool-api-key");
        if (example.Body is not null && printed.Text.Contains(Signature, StringComparison.Ordinal))
        {
            var now = SlackSignature.Now();
            example = example.With(Timestamp, now).With(Signature, SlackSignature.Of(now, example.Body));
        }

        if (printed.Text.Contains("{user_id}", StringComparison.Ordinal)) await BecomeKnownAsync(userId);
        (await example.SendAsync(Graph.Anyone)).MustAnswer(example.Method, example.Path);
    }

    /// <summary>The person has a delivery to list, and the guide's override to read, change and remove.</summary>
    private async Task BecomeKnownAsync(string userId)
    {
        (await Graph.Anyone.AskAsync(userId, "Hello")).Must(200);
        await Poll.UntilAsync(
            async () => (await Graph.Anyone.GetAsync($"/api/v1/users/{userId}/deliveries")).Must(200).Items.Count > 0,
            "a delivery can be listed");
        (await HttpExample.Of(GuideExample.Named("Create User Override"), userId).SendAsync(Graph.Anyone)).Must(200);
    }

    private GuideExample AtThisGraph(GuideExample example)
    {
        var here = example.Text.Replace("https://your-request-manager", FrontDoor, StringComparison.Ordinal)
            .Replace("http://localhost:8080", FrontDoor, StringComparison.Ordinal);
        Assert.Contains(FrontDoor, here, StringComparison.Ordinal);
        return example with { Text = here };
    }

    private static async Task<Reply> RunAsync(string script) => Reply.Read(200, await Command.PythonAsync(script));

    [GeneratedRegex("-d '(?<body>[^']*)'")]
    private static partial Regex SentBody();

    private string FrontDoor => Graph.App.GetEndpoint(Graph.FrontDoor, "http").ToString().TrimEnd('/');
}
