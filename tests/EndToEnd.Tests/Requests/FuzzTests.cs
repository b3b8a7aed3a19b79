using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using CsCheck;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Requests;

/// <summary>
/// Whatever is sent to a door, it is never our fault: no 500, and nothing a person typed in a log. The number of calls is the environment's
/// <c>FUZZ_CALLS</c>, a thousand a door when it says nothing; a failure prints the seed to repeat it with (<c>CsCheck_Seed</c>).
/// </summary>
[Collection<OnEventingGraph>]
public sealed class FuzzTests(EventingGraph graph) : EndToEndTest(graph)
{
    private const string Typed = "what-a-person-typed-73c1";

    private static readonly int _calls = Amount.Of("FUZZ_CALLS", otherwise: 1_000);

    private static readonly string[] _fields =
    [
        "user_id", "content", "request_type", "metadata", "session_id", "client_ip", "user_agent", "session_token", "cli_session_id", "command_context",
        "tool_id", "trigger_event", "tool_instance_id", "tool_context", "integration_type", "channel_id", "thread_id", "slack_user_id", "slack_team_id",
    ];

    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.String, Gen.Const(Typed), Gen.String[Gen.Char, 0, 400], OneOf("", " ", "\0", "\ud800", "null", "web-test-user", "WEB", "snow-integration", "reset"));

    private static readonly Gen<JsonNode?> _value = Gen.Recursive<JsonNode?>((depth, inner) => depth > 4
        ? Gen.Const((JsonNode?)null)
        : Gen.OneOf(
            _text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
            inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray(items)),
            Gen.Select(_text, inner).Select(member => (JsonNode?)new JsonObject { [member.Item1] = member.Item2 })));

    // What a good body of every door has, some of it replaced.
    private static readonly Gen<string> _object = Gen.Select(OneOf(_fields), _value).Array[0, 6].Select(changes =>
    {
        var body = new JsonObject
        {
            ["user_id"] = "web-test-user",
            ["content"] = Typed,
            ["tool_id"] = "snow-integration",
            ["integration_type"] = "WEB",
        };
        foreach (var (field, value) in changes) body[field] = value?.DeepClone();
        return body.ToJsonString();
    });

    // And what is no such thing at all, or only the beginning of one.
    private static readonly Gen<byte[]> _body = Gen.OneOf(
        _object.Select(Encoding.UTF8.GetBytes),
        Gen.Select(_object, Gen.Int[0, 200]).Select(cut => Encoding.UTF8.GetBytes(cut.Item1)[..Math.Min(cut.Item2, cut.Item1.Length)]),
        Gen.Byte.Array[0, 200]);

    private static readonly Gen<string> _headerText = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 300], Gen.String[Gen.Char['\u00a0', '\u00ff'], 1, 20]);

    private static readonly Gen<(string Name, string Value)[]> _headers = Gen.Select(
        OneOf(
            "Authorization", "x-api-key", "x-proxy-secret", "x-user-id", "x-service-key", "x-ssa-caller", "Prefer", "Idempotency-Key", "Accept", "traceparent",
            "x-slack-signature", "x-slack-request-timestamp", "X-Forwarded-For"),
        Gen.OneOf(_headerText, OneOf("respond-async", "text/event-stream", "application/json", "Bearer web-test-user", "Bearer a.b.c", "your-tool-api-key")))
        .Array[0, 3];

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    [Theory]
    [InlineData("web", "Authorization", "Bearer web-test-user")]
    [InlineData("cli", "Authorization", "Bearer web-test-user")]
    [InlineData("tool", "x-api-key", "your-tool-api-key")]
    [InlineData("generic", "", "")]
    [InlineData("slack", "x-slack-request-timestamp", "1531420618")]
    public async Task Nothing_that_is_sent_makes_a_500(string door, string header, string credential)
    {
        using var sockets = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        using var http = new HttpClient(sockets) { BaseAddress = Graph.App.GetEndpoint(Graph.FrontDoor, "http") };
        await Gen.Select(_body, _headers).SampleAsync(
            async (body, headers) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/requests/{door}") { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
                if (header.Length > 0) request.Headers.TryAddWithoutValidation(header, credential);
                foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                return (int)response.StatusCode is < 500 or 503;
            },
            iter: _calls);
        Assert.Empty(await Graph.LinesWithAsync(Typed));
    }
}
