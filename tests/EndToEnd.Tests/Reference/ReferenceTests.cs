using System.Text.RegularExpressions;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Reference;

/// <summary>The reference says what the endpoints do, and all that docs/api.md says.</summary>
[Collection<OnEventingGraph>]
public sealed partial class ReferenceTests(EventingGraph graph) : EndToEndTest(graph)
{
    // Of no operation there is: what nobody serves, and the door of our own services.
    private static readonly string[] _codesOfNoOperation = ["not_found", "method_not_allowed", "malformed_event"];

    private static readonly string _pages = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "api.md"));

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_all_it_refers_to_is_in_it()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);

        Assert.Matches(@"^3\.1\.\d+$", document.Version);
        Assert.All(document.Pointers, pointer => Assert.NotNull(document.At(pointer)));
    }

    [Fact]
    public async Task Its_calls_are_those_of_the_page_of_calls()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);
        var written = Call().Matches(_pages).Select(call => WithoutNames($"{call.Groups["method"]} {call.Groups["path"]}"))
            .Where(call => call.Contains("/api/v1/", StringComparison.Ordinal) && !call.EndsWith("/events/cloudevents", StringComparison.Ordinal));

        Assert.Equal(written.Distinct().Order(), document.Operations.Select(operation => WithoutNames($"{operation.Method} {operation.Path}")).Order());
    }

    [Fact]
    public async Task Its_codes_are_those_of_the_page_of_calls()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);
        var table = _pages[_pages.IndexOf("| status | codes |", StringComparison.Ordinal).._pages.IndexOf("## Events", StringComparison.Ordinal)];
        var written = Code().Matches(table).Select(code => code.Groups["code"].Value);

        Assert.Equal(
            written.Except(_codesOfNoOperation).Distinct().Order(),
            document.Operations.SelectMany(operation => operation.Codes).Distinct().Order());
    }

    [Fact]
    public async Task What_the_dispatcher_says_of_its_schemas_the_front_door_repeats()
    {
        var (whole, part) = (await ReferenceDocument.ReadAsync(Graph.Anyone), await ReferenceDocument.ReadAsync(Graph.Service(Graph.Dispatcher)));

        Assert.All(part.Schemas, schema => Assert.Equal(schema.Value!.ToJsonString(), whole.Schemas[schema.Key]?.ToJsonString()));
    }

    [Fact]
    public async Task Each_example_of_a_body_is_accepted()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);
        var examples = document.Operations.SelectMany(operation => operation.Examples.Select(example => (operation, example))).ToList();

        Assert.NotEmpty(examples);
        Assert.All(document.Operations.Where(operation => operation.HasBody), operation => Assert.NotEmpty(operation.Examples));
        foreach (var (operation, example) in examples)
        {
            var reply = await SendAsync(operation, example);
            Assert.True(reply.Status is >= 200 and < 300, $"{operation.Method} {operation.Path}: {reply.Status} {reply.Text}");
        }
    }

    [Fact]
    public async Task Each_text_of_a_body_may_be_as_long_as_it_says_and_no_longer()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);
        var limited = document.Operations.SelectMany(operation => operation.LimitedTexts.Select(text => (operation, text.Name, text.MaxLength))).ToList();

        Assert.True(limited.Count > 20, "the bodies have texts with limits");
        foreach (var (operation, name, maxLength) in limited)
        {
            Assert.DoesNotContain(name, FieldsAtFault(await SendAsync(operation, operation.ExampleWith(name, new string('x', maxLength)))));
            Assert.Equal([name], FieldsAtFault(await SendAsync(operation, operation.ExampleWith(name, new string('x', maxLength + 1)))));
        }
    }

    [Fact]
    public async Task Each_field_it_requires_is_required()
    {
        var document = await ReferenceDocument.ReadAsync(Graph.Anyone);
        var required = document.Operations.SelectMany(operation => operation.Required.Select(name => (operation, name))).ToList();

        Assert.NotEmpty(required);
        foreach (var (operation, name) in required) Assert.Equal([name], FieldsAtFault(await SendAsync(operation, operation.ExampleWith(name, null))));
    }

    [Fact]
    public async Task The_page_for_people_needs_nothing_from_elsewhere()
    {
        var page = (await Graph.Anyone.GetAsync("/docs/")).Must(200);
        var addresses = Address().Matches(page.Text).Select(address => address.Value).ToList();

        Assert.Contains("<title>", page.Text, StringComparison.Ordinal);
        Assert.Empty(addresses);
        (await Graph.Anyone.GetAsync("/docs/scalar.js")).Must(200);
    }

    private async Task<Reply> SendAsync(Operation operation, string body)
    {
        var path = operation.Path.Replace("{user_id}", "john.doe", StringComparison.Ordinal).Replace("{integration_type}", "EMAIL", StringComparison.Ordinal);
        var isOverride = operation.Method == "PUT" && path.StartsWith("/api/v1/users/", StringComparison.Ordinal);
        if (isOverride) (await Graph.Anyone.PostAsync(path[..path.LastIndexOf('/')], new { integration_type = "EMAIL" })).Must(200);
        var reply = await CallerOf(operation, body).With("Idempotency-Key", $"reference-{Guid.NewGuid()}").SendAsync(new HttpMethod(operation.Method), path, Client.Json(body));
        if (operation.Method == "PUT" && !isOverride) await Graph.Admin.DeleteAsync(path); // it holds for everyone
        return reply;
    }

    private Client CallerOf(Operation operation, string body)
    {
        if (operation.Takes("tool") && !operation.Takes("person")) return Graph.Tool;
        if (!operation.Path.StartsWith("/api/v1/requests", StringComparison.Ordinal)) return Graph.Admin;
        if (!operation.Takes("slack_signature")) return Graph.WebTestUser;
        var timestamp = SlackSignature.Now();
        return Graph.Anyone.With("x-slack-signature", SlackSignature.Of(timestamp, body)).With("x-slack-request-timestamp", timestamp);
    }

    private static IEnumerable<string> FieldsAtFault(Reply reply) =>
        reply.Status == 400 && reply["code"] == "validation_failed" ? reply.Find("errors")!.AsObject().Select(error => error.Key) : [];

    private static string WithoutNames(string path) => Name().Replace(path, "{}");

    [GeneratedRegex(@"`(?<method>GET|POST|PUT|DELETE) (?<path>/[^ `?]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex("`(?<code>[a-z_]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Name();

    [GeneratedRegex("""(src|href)="https?://[^"]+""")]
    private static partial Regex Address();
}
