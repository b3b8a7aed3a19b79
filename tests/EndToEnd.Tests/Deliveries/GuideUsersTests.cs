using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>With Slack and a mail server, the API says of the guide's two people all that the guide prints.</summary>
[Collection<OnHastyGraph>]
public sealed class GuideUsersTests(HastyGraph graph) : EndToEndTest(graph)
{
    private static readonly string _guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "integration-guide.md"));

    [Fact]
    public async Task The_person_with_an_override_has_what_the_guide_prints()
    {
        var printed = Printed("#### User with Custom EMAIL Configuration");
        var own = printed["user_overrides"]!["EMAIL"]!.DeepClone().AsObject();
        own["integration_type"] = "EMAIL";
        (await Graph.Anyone.PostAsync("/api/v1/users/john.doe/integrations", Client.Json(own.ToJsonString()))).Must(200);

        await AssertSaysAllAsync("john.doe", printed);
        (await Graph.Anyone.DeleteAsync("/api/v1/users/john.doe/integrations/EMAIL")).Must(200);
    }

    [Fact]
    public Task The_person_without_one_has_what_the_guide_prints() => AssertSaysAllAsync("jane.doe", Printed("#### User with No Custom Configurations"));

    [Fact]
    public async Task Health_names_what_can_deliver()
    {
        var health = (await Graph.Anyone.GetAsync("/health")).Must(200);

        Assert.Equal(["SLACK", "EMAIL"], health.Find("integrations_available")!.AsArray().Select(type => (string)type!).Intersect(["SLACK", "EMAIL"]));
        Assert.Equal("healthy", (await Graph.Service(Graph.Dispatcher).GetAsync("/health"))["services.integrations"]);
    }

    private async Task AssertSaysAllAsync(string person, JsonNode printed) => await Poll.UntilAsync( // until the first probes have ended
        async () => Lacking((await Graph.Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults")).Must(200).Body!, printed, "") is null,
        $"the API says all that the guide prints of {person}");

    private static JsonNode Printed(string heading)
    {
        var from = _guide.IndexOf("```json", _guide.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal) + "```json".Length;
        return JsonNode.Parse(_guide[from.._guide.IndexOf("```", from, StringComparison.Ordinal)])!;
    }

    // More keys than the guide prints are right.
    private static string? Lacking(JsonNode? said, JsonNode? printed, string path) => printed switch
    {
        JsonObject members => members.Select(member => Lacking((said as JsonObject)?[member.Key], member.Value, $"{path}.{member.Key}"))
            .FirstOrDefault(lacking => lacking is not null),
        _ => said is not null && said.GetValueKind() != JsonValueKind.Object && JsonNode.DeepEquals(said, printed) ? null : path,
    };
}
