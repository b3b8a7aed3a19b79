namespace AppHost.Tests.Manifests;

public sealed class PublishedSettingsTests
{
    [Fact]
    public async Task A_setting_is_published_as_it_is_and_one_in_braces_is_asked_for_once()
    {
        var resources = await Published.ResourcesAsync(
            "--Publish:RequestManager:Requests:ToolWait=00:00:02",
            "--Publish:RequestManager:Slack:SigningSecret={slack-signing-secret}",
            "--Publish:IntegrationDispatcher:Slack:SigningSecret={slack-signing-secret}");

        Assert.Empty(ManifestForm.FaultsOf(resources));
        Assert.Equal("00:00:02", $"{resources["request-manager"]!["env"]!["Requests__ToolWait"]}");
        Assert.All((string[])["request-manager", "integration-dispatcher"], service =>
            Assert.Equal("{slack-signing-secret.value}", $"{resources[service]!["env"]!["Slack__SigningSecret"]}"));
        Assert.Null(resources["agent-service"]!["env"]!["Slack__SigningSecret"]);
        Assert.True(resources["slack-signing-secret"]!["inputs"]!["value"]!["secret"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_setting_of_run_mode_is_not_published()
    {
        var resources = await Published.ResourcesAsync("--Services:RequestManager:Slack:SigningSecret=what-a-developer-has");
        Assert.DoesNotContain("Slack", resources.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_lead_where_people_are_told_to_come()
    {
        var resources = await Published.ResourcesAsync("--PublicBaseUrl=https://agent.example.com");
        Assert.Equal("https://agent.example.com", $"{resources["integration-dispatcher"]!["env"]!["PublicBaseUrl"]}");
    }

    [Theory]
    [InlineData("Publish:RequestManager:Authentication:DangerousAllowAnonymousGeneric", "true")]
    [InlineData("Publish:RequestManager:Slack:SigningSecret", "0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    [InlineData("Publish:IntegrationDispatcher:Integrations:Email:Password", "hunter2")]
    [InlineData("Publish:AgentService:Model:Headers:x-tenant", "hunter2")]
    [InlineData("Publish:RequestManager:ConnectionStrings:llama-agents", "Host=db.example.com;Username=agent;Password=hunter2")]
    [InlineData("Publish:IntegrationDispatcher:Integrations:Defaults:WEBHOOK:Config:api_key", "hunter2")]
    [InlineData("Publish:IntegrationDispatcher:Integrations:Defaults:WEBHOOK:Config:signing_secrets:0", "hunter2")]
    [InlineData("Publish:RequestManger", "true")]
    [InlineData("Communication:Mode", "direct")]
    public async Task What_would_open_a_hole_or_tell_a_secret_is_not_published_and_the_key_is_named(string key, string value)
    {
        var path = Path.Combine(Path.GetTempPath(), $"manifest-{Guid.NewGuid():N}.json");

        var run = await Published.RunAsync(path, $"--{key}={value}");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(key, run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        if (value.Length > 6) Assert.DoesNotContain(value, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp.{region}.example.com")]
    [InlineData("{Smtp_Host}")]
    [InlineData("smtp}")]
    public async Task What_azd_would_take_for_a_reference_is_not_published_and_the_key_is_named(string value)
    {
        const string key = "Publish:IntegrationDispatcher:Integrations:Email:Host";
        var path = Path.Combine(Path.GetTempPath(), $"manifest-{Guid.NewGuid():N}.json");

        var run = await Published.RunAsync(path, $"--{key}={value}");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"{key} has braces in it", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_number_of_tokens_is_no_secret()
    {
        var resources = await Published.ResourcesAsync("--Publish:AgentService:Model:MaxOutputTokens=400");
        Assert.Equal("400", $"{resources["agent-service"]!["env"]!["Model__MaxOutputTokens"]}");
    }
}
