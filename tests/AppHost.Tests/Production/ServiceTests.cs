using AppHost.Tests.Support;

namespace AppHost.Tests.Production;

/// <summary>The services themselves, as they are started where nobody says that this is development.</summary>
public sealed class ServiceTests
{
    // The next to start, for whose database there is nobody: its name is in the log and on the stack.
    private const string Migrator = "DatabaseMigrator";

    private static readonly (string, string)[] _good =
    [
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Authentication__ServiceKey", "3q2Xc0mZp8VnT5yLkW1rJ7sHdE9uQfBg6aOiRwAe"),
        ("ConnectionStrings__llama-agents", "Host=127.0.0.1;Port=1;Username=nobody;Password=none"),
        ("ConnectionStrings__messaging", "amqp://127.0.0.1:1"),
        ("Database__StartTimeout", "00:00:01"),
    ];

    [Theory]
    [InlineData("RequestManager", "Authentication:Issuers:0:SymmetricKey", "development-only-signing-key-0123456789abcdef")]
    [InlineData("RequestManager", "Authentication:DangerousAllowAnonymousGeneric", "true")]
    [InlineData("AgentService", "Safety:DangerousOff", "true")]
    [InlineData("AgentService", "Authentication:ServiceKey", "0123456789abcdef0123456789abcdef")]
    [InlineData("IntegrationDispatcher", "Slack:SigningSecret", "development-slack-signing-secret")]
    [InlineData("IntegrationDispatcher", "PublicBaseUrl", "http://agent.example.com")]
    public async Task A_service_does_not_start_with_it_and_says_its_name(string service, string key, string value)
    {
        // An issuer is complete, so that nothing else stops the start.
        var run = await Run.OfAsync(
            service,
            [],
            [
                .. _good,
                ("Authentication__Issuers__0__Issuer", "https://login.example.com"),
                ("Authentication__Issuers__0__Audience", "agent"),
                (key.Replace(":", "__", StringComparison.Ordinal), value),
            ]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"\n{key} ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Migrator, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("7f3a9c", "must have 32 characters at least")]
    public async Task A_service_key_that_is_none_is_called_by_its_name(string key, string fault)
    {
        var run = await Run.OfAsync("AgentService", [], [.. _good, ("Authentication__ServiceKey", key)]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"Authentication:ServiceKey {fault}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RequestManager")]
    [InlineData("AgentService")]
    [InlineData("IntegrationDispatcher")]
    public async Task A_service_with_nothing_of_the_kind_goes_on_to_its_database(string service)
    {
        var run = await Run.OfAsync(service, [], _good);

        Assert.Contains(Migrator, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fit for development only", run.Output, StringComparison.Ordinal);
    }
}
