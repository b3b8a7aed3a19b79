using System.Text.Json.Nodes;

namespace AppHost.Tests.Manifests;

/// <summary>What holds for both manifests, whatever they look like.</summary>
public sealed class ManifestTests
{
    private const string Containers = "--Infrastructure:Mode=containers", External = "--Infrastructure:Mode=external";

    private static readonly string[] _ofRunMode =
    [
        "Dangerous", "development", "web-test-user", "xoxb-", "SymmetricKey", "Sha256", "slack-far-side", "ApiBaseUrl",
        "Test__Enabled", "Agents__Reload", "ASPNETCORE_ENVIRONMENT", "localhost:", "127.0.0.1",
        "FORWARDEDHEADERS",
    ];

    [Theory, InlineData(Containers), InlineData(External)]
    public async Task It_has_the_form_that_azd_reads(string mode) => Assert.Empty(ManifestForm.FaultsOf(await Published.ResourcesAsync(mode)));

    [Theory, InlineData(Containers), InlineData(External)]
    public async Task Only_the_front_door_and_where_Slack_knocks_are_open_to_the_outside_and_by_https_only(string mode)
    {
        var resources = await Published.ResourcesAsync(mode);

        var external = from resource in resources
                       from binding in resource.Value!["bindings"]?.AsObject() ?? []
                       where binding.Value!["external"]?.GetValue<bool>() == true
                       select (resource.Key, binding.Value!["scheme"]!.GetValue<string>());

        Assert.Equal([("integration-dispatcher", "https"), ("request-manager", "https")], external.Order());
    }

    [Theory, InlineData(Containers), InlineData(External)]
    public async Task Every_parameter_is_secret_and_none_has_a_value(string mode)
    {
        var resources = await Published.ResourcesAsync(mode);

        var inputs = resources.Select(resource => resource.Value!).Where(resource => IsOf(resource, "parameter.v0"))
            .SelectMany(parameter => parameter["inputs"]!.AsObject()).Select(input => input.Value!).ToList();

        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.True(input["secret"]?.GetValue<bool>()));
        Assert.All(inputs, input => Assert.Null(input["default"]?["value"]));
    }

    [Theory, InlineData(Containers), InlineData(External)]
    public async Task Nothing_of_run_mode_is_in_it(string mode)
    {
        var text = (await Published.ResourcesAsync(mode)).ToJsonString();
        Assert.All(_ofRunMode, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, InlineData(Containers), InlineData(External)]
    public async Task Each_service_knows_what_it_needs_to_start(string mode)
    {
        var resources = await Published.ResourcesAsync(mode);
        var services = resources.Select(resource => resource.Value!).Where(resource => IsOf(resource, "project.v0")).ToList();

        Assert.Equal(3, services.Count);
        Assert.All(services, service =>
        {
            var environment = service["env"]!;
            Assert.Equal("{llama-agents.connectionString}", $"{environment["ConnectionStrings__llama-agents"]}");
            Assert.Equal("{messaging.connectionString}", $"{environment["ConnectionStrings__messaging"]}");
            Assert.Equal("{service-key.value}", $"{environment["Authentication__ServiceKey"]}");
            Assert.Equal("true", $"{environment["Database__MigrateOnStart"]}"); // no job does it there
        });
        Assert.Equal("{request-manager.bindings.https.url}", $"{resources["integration-dispatcher"]!["env"]!["PublicBaseUrl"]}");
    }

    [Fact]
    public async Task The_servers_keep_their_data()
    {
        var resources = await Published.ResourcesAsync(Containers);
        var containers = resources.Select(resource => resource.Value!).Where(resource => IsOf(resource, "container.v0")).ToList();

        Assert.Equal(2, containers.Count);
        Assert.All(containers, container => Assert.False(container["volumes"]!.AsArray().Single()!["readOnly"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task With_servers_of_ones_own_there_is_no_container_and_their_addresses_are_asked_for()
    {
        var resources = await Published.ResourcesAsync(External);

        Assert.DoesNotContain(resources, resource => IsOf(resource.Value!, "container.v0"));
        Assert.All((string[])["llama-agents", "messaging"], name =>
        {
            Assert.True(IsOf(resources[name]!, "parameter.v0"));
            Assert.Null(resources[name]!["inputs"]!["value"]!["default"]);
        });
    }

    private static bool IsOf(JsonNode resource, string type) => resource["type"]!.GetValue<string>() == type;
}
