using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace AppHost.Tests.Publishing;

public sealed class ComposeTests(Publications publications)
{
    private readonly YamlMappingNode _file = ComposeText.Read(publications.Compose);

    [Fact]
    public async Task What_has_a_port_of_the_machine_is_there_once()
    {
        using var refused = await Publication.OfAsync("compose", "--Replicas:RequestManager=2");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Replicas is 2 for request-manager", refused.Said);
    }

    [Fact]
    public void Every_variable_is_named_in_the_example()
    {
        var compose = publications.Compose.Files[ComposeText.File];
        var example = publications.Compose.Files[".env.example"].Split('\n');
        var variables = ComposeText.Variable().Matches(compose).DistinctBy(match => match.Value).ToList();
        Assert.Equal(compose.Split("${").Length - 1, ComposeText.Variable().Count(compose));
        Assert.All(variables, match => Assert.Contains(LineOf(match), example));
        var required = example.Where(line => line.Length > 0 && line[0] != '#');
        Assert.Equal(["MESSAGING_PASSWORD=", "POSTGRES_PASSWORD=", "SERVICE_KEY="], required);
    }

    [Theory]
    [InlineData("request-manager")]
    [InlineData("agent-service")]
    [InlineData("integration-dispatcher")]
    public void No_service_may_do_more_than_it_must(string name)
    {
        var service = Service(name);
        Assert.Equal("true", ManifestSet.Text(service, "read_only"));
        Assert.Equal("1654:1654", ManifestSet.Text(service, "user"));
        Assert.Equal(["ALL"], Texts(service, "cap_drop"));
        Assert.Equal(["/tmp"], Texts(service, "tmpfs"));
        Assert.Equal("unless-stopped", ManifestSet.Text(service, "restart"));
        Assert.NotNull(ManifestSet.Text(service, "deploy", "resources", "limits", "memory"));
        Assert.Contains("--probe", Texts(service, "healthcheck", "test"));
        Assert.Equal("service_completed_successfully", ManifestSet.Text(service, "depends_on", $"migrate-{name}", "condition"));
        Assert.Equal("true", ManifestSet.Text(Service($"migrate-{name}"), "environment", "Database__MigrateOnly"));
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("messaging")]
    public void The_servers_keep_their_data_and_are_reached_from_within_only(string name)
    {
        var server = Service(name);
        var volume = Assert.Single(Texts(server, "volumes")).Split(':')[0];
        Assert.True(Has(_file["volumes"], volume));
        Assert.Equal(["back"], Texts(server, "networks"));
        Assert.Equal("true", ManifestSet.Text(_file, "networks", "back", "internal"));
        Assert.NotEmpty(Texts(server, "healthcheck", "test"));
        Assert.False(Has(server, "ports"));
    }

    [Fact]
    public void Only_this_machine_reaches_what_is_published()
    {
        var published = Services.Values.Where(each => Has(each, "ports")).SelectMany(each => Texts(each, "ports"));
        Assert.Equal(
            ["127.0.0.1:${INTEGRATION_DISPATCHER_PORT:-8081}:8080", "127.0.0.1:${REQUEST_MANAGER_PORT:-8080}:8080"],
            published.Order());
    }

    [Fact]
    public void Servers_elsewhere_are_given_by_connection_strings()
    {
        var services = ComposeText.Read(publications.ComposeExternal)["services"];
        Assert.True(Has(services, "request-manager"));
        Assert.False(Has(services, "postgres"));
        Assert.False(Has(services, "messaging"));
        Assert.Equal(["front"], Texts(services["migrate-request-manager"], "networks")); // the other network leads nowhere
        Assert.Contains(
            "LLAMA_AGENTS_CONNECTION_STRING=\nMESSAGING_CONNECTION_STRING=\nSERVICE_KEY=\n",
            publications.ComposeExternal.Files[".env.example"]);
    }

    [Theory]
    [InlineData("kubernetes")]
    [InlineData("compose")]
    public async Task A_graph_without_a_broker_is_not_published(string step)
    {
        using var refused = await Publication.OfAsync(step, "--Communication:Mode=direct", Publications.Address);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Communication:Mode", refused.Said);
        Assert.Empty(refused.Files);
    }

    private IDictionary<YamlNode, YamlNode> Services => ((YamlMappingNode)_file["services"]).Children;

    private YamlNode Service(string name) => _file["services"][name];

    private static bool Has(YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    private static IEnumerable<string> Texts(YamlNode node, params string[] path) =>
        ManifestSet.Items(node, path).Select(item => ((YamlScalarNode)item).Value!);

    private static string LineOf(Match variable)
    {
        var name = variable.Groups["name"].Value;
        return variable.Groups["default"].Success ? $"#{name}={variable.Groups["default"].Value}" : $"{name}=";
    }
}
