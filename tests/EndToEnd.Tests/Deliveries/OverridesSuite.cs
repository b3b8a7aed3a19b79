using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>The defaults hold for everyone; a person may override them, and only their own.</summary>
public abstract class OverridesSuite(Graph graph) : EndToEndTest(graph)
{
    private Client Anyone => Graph.Anyone;

    [Fact]
    public async Task The_defaults_are_those_of_the_guide()
    {
        var defaults = (await Anyone.GetAsync("/api/v1/integration-defaults")).Must(200);

        Assert.Equal(("1", "3", "60"), Numbers("SLACK"));
        Assert.Equal(("2", "3", "60"), Numbers("EMAIL"));
        Assert.Equal(("3", "1", "30"), Numbers("WEBHOOK"));
        Assert.Equal(("4", "2", "45"), Numbers("SMS"));
        Assert.Equal(("5", "1", "10"), Numbers("TEST"));
        Assert.Equal("true", defaults["default_integrations.TEST.enabled"]);
        Assert.Equal("false", defaults["default_integrations.WEBHOOK.enabled"]);
        Assert.Equal("html", defaults["default_integrations.EMAIL.config.format"]);

        (string?, string?, string?) Numbers(string type) => (
            defaults[$"default_integrations.{type}.priority"],
            defaults[$"default_integrations.{type}.retry_count"],
            defaults[$"default_integrations.{type}.retry_delay_seconds"]);
    }

    [Fact]
    public async Task A_person_without_overrides_uses_the_defaults_and_nothing_is_stored()
    {
        var person = Somebody();
        var settings = (await Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults")).Must(200);

        Assert.Equal(person, settings["user_id"]);
        Assert.Equal("true", settings["using_integration_defaults"]);
        Assert.Empty(settings.Find("user_overrides")!.AsObject());
        Assert.Equal(["TEST"], settings.Find("effective_configs")!.AsObject().Select(config => config.Key));
        Assert.Equal(0, await Graph.Rows.CountAsync("select count(*) from user_integration_configs where user_id = $1", person));
    }

    [Fact]
    public async Task An_override_is_made_changed_in_part_and_removed()
    {
        var person = Somebody();
        var path = $"/api/v1/users/{person}/integrations";
        var made = (await Anyone.PostAsync(path, new
        {
            integration_type = "EMAIL",
            enabled = true,
            config = new { email_address = "user@company.com", format = "text" },
            priority = 1,
            retry_count = 5,
            retry_delay_seconds = 30,
        })).Must(200);
        var changed = (await Anyone.PutAsync($"{path}/EMAIL", new { retry_count = 10 })).Must(200);
        var settings = (await Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults")).Must(200);

        Assert.Equal(("EMAIL", "text"), (made["integration_type"], made["config.format"]));
        Assert.Equal(("true", "1", "5", "30"), Settings(made));
        Assert.Equal(("true", "1", "10", "30"), Settings(changed));
        Assert.Equal("false", settings["using_integration_defaults"]);
        Assert.Equal("10", settings["user_overrides.EMAIL.retry_count"]);
        Assert.Equal("text", settings["effective_configs.EMAIL.config.format"]);
        Assert.Equal("true", settings["effective_configs.EMAIL.config.include_agent_info"]);
        Assert.Equal("success", (await Anyone.DeleteAsync($"{path}/EMAIL")).Must(200)["status"]);
        (await Anyone.DeleteAsync($"{path}/EMAIL")).MustBeProblem(404, "override_not_found");
        (await Anyone.PutAsync($"{path}/EMAIL", new { enabled = false })).MustBeProblem(404, "override_not_found");
    }

    [Fact]
    public async Task A_second_POST_replaces_the_override_and_what_it_leaves_out_is_the_schemas()
    {
        var person = Somebody();
        await Anyone.SendToAsync(person, "https://example.com/one");
        var second = await Anyone.PostAsync(
            $"/api/v1/users/{person}/integrations", new { integration_type = "webhook", config = new { url = "https://example.com/two" } });

        second.Must(200);
        Assert.Equal(("true", "1", "3", "60"), Settings(second));
        Assert.Equal("https://example.com/two", second["config.url"]);
        Assert.Equal(1, await Graph.Rows.CountAsync("select count(*) from user_integration_configs where user_id = $1", person));
    }

    [Fact]
    public async Task A_disabled_override_removes_the_integration_and_a_reset_brings_it_back()
    {
        var person = Somebody();
        (await Anyone.PostAsync($"/api/v1/users/{person}/integrations", new { integration_type = "TEST", enabled = false })).Must(200);
        var answer = (await Anyone.AskAsync(person, "Hello")).Must(200);
        await Poll.UntilAsync(
            async () => (await Anyone.GetAsync($"/api/v1/requests/{answer.RequestId}/deliveries")).Status == 200, "the plan is made");

        Assert.Empty((await Anyone.DeliveriesAsync(person)).Items);
        Assert.Equal("success", (await Anyone.PostAsync($"/api/v1/users/{person}/integration-defaults/reset")).Must(200)["status"]);
        Assert.Equal("true", (await Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults"))["using_integration_defaults"]);
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        await Anyone.DeliveryAsync(person, "TEST", "SUCCESS");
    }

    /// <summary>Body of an override, the field at fault.</summary>
    public static TheoryData<string, string> NotValid => new()
    {
        { """{"config":{}}""", "integration_type" },
        { """{"integration_type":"WEB"}""", "integration_type" },
        { """{"integration_type":"PIGEON"}""", "integration_type" },
        { """{"integration_type":"EMAIL","config":{"colour":"red"}}""", "config.colour" },
        { """{"integration_type":"EMAIL","config":{"email_address":"nobody"}}""", "config.email_address" },
        { """{"integration_type":"EMAIL","config":{"format":"pdf"}}""", "config.format" },
        { """{"integration_type":"SMS","config":{"phone_number":"12"}}""", "config.phone_number" },
        { """{"integration_type":"WEBHOOK","config":{"url":"ftp://example.com"}}""", "config.url" },
        { """{"integration_type":"WEBHOOK","config":{"url":"http://user:secret@example.com"}}""", "config.url" },
        { """{"integration_type":"WEBHOOK","config":{"url":"http://example.com","headers":{"Host":"x"}}}""", "config.headers" },
        { """{"integration_type":"WEBHOOK","config":{"url":"http://example.com","auth_type":"bearer"}}""", "config.auth_token" },
        { """{"integration_type":"TEST","priority":0}""", "priority" },
        { """{"integration_type":"TEST","priority":101}""", "priority" },
        { """{"integration_type":"TEST","retry_count":51}""", "retry_count" },
        { """{"integration_type":"TEST","retry_delay_seconds":0}""", "retry_delay_seconds" },
        { """{"integration_type":"TEST","retry_delay_seconds":86401}""", "retry_delay_seconds" },
        { """{"integration_type":"TEST","config":{"a":"\u0000"}}""", "config" },
        { """{"integration_type":"TEST","config":5}""", "config" },
    };

    [Theory]
    [MemberData(nameof(NotValid))]
    public async Task An_override_that_is_wrong_is_refused_and_its_field_is_named(string body, string field)
    {
        var refused = await Anyone.PostAsync($"/api/v1/users/{Somebody()}/integrations", Client.Json(body));

        Assert.Contains(field, refused.MustBeProblem(400, "validation_failed").Find("errors")!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_secret_is_never_shown_and_stays_when_its_mask_is_sent_back()
    {
        await using var listener = await Listener.StartAsync();
        var person = Somebody();
        await Anyone.SendToAsync(person, listener.Url, more: new() { ["auth_type"] = "bearer", ["auth_token"] = "open-sesame" });
        var settings = await Anyone.GetAsync($"/api/v1/users/{person}/integration-defaults");
        var shown = settings.Find("user_overrides.WEBHOOK.config")!;
        (await Anyone.PutAsync($"/api/v1/users/{person}/integrations/WEBHOOK", new { config = shown })).Must(200);
        (await Anyone.AskAsync(person, "Hello")).Must(200);
        await listener.ArrivedAsync(1);

        Assert.Equal("***", (string)shown["auth_token"]!);
        Assert.DoesNotContain("open-sesame", settings.Text, StringComparison.Ordinal);
        Assert.Equal("Bearer open-sesame", listener.Arrivals[0].Headers["Authorization"]);
    }

    private static (string?, string?, string?, string?) Settings(Reply row) =>
        (row["enabled"], row["priority"], row["retry_count"], row["retry_delay_seconds"]);
}

[Collection<OnEventingGraph>]
public sealed class OverridesOverEventing(EventingGraph graph) : OverridesSuite(graph);

[Collection<OnDirectGraph>]
public sealed class OverridesOverDirect(DirectGraph graph) : OverridesSuite(graph);
