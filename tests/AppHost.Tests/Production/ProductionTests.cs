using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SelfServiceAgent.ServiceDefaults;

namespace AppHost.Tests.Production;

public sealed class ProductionTests
{
    private const string Good = "3q2Xc0mZp8VnT5yLkW1rJ7sHdE9uQfBg6aOiRwAe";

    [Theory]
    [InlineData("Authentication:DangerousAllowAnonymousGeneric=True")]
    [InlineData("Webhooks:DangerousAllowLoopback=true")]
    [InlineData("Models:slow:DangerousAllowHttp=true")]
    [InlineData("Authentication:Issuers:3:DangerousAllowHttp=true")]
    [InlineData("Authentication:Issuers:0:SymmetricKey=development-only-signing-key-0123456789abcdef")]
    [InlineData("Slack:SigningSecret=development-slack-signing-secret")]
    [InlineData("Slack:BotToken=xoxb-development")]
    [InlineData("Authentication:ServiceKey=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Authentication:ServiceKey=0123456789abcdef0123456789abcdef")]
    [InlineData("Authentication:ServiceKey=abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("Authentication:ServiceKey=my-super-Secret-key-of-32-bytes!!")]
    [InlineData("Authentication:ProxySecret=changeme-changeme-and-then-some-9")]
    [InlineData("Authentication:Issuers:0:SymmetricKey=abababababababababababababababab")]
    [InlineData("PublicBaseUrl=http://agent.example.com")]
    [InlineData("Model:BaseUrl=http://models.example.com/v1")]
    [InlineData("Integrations:Defaults:WEBHOOK:Config:url=http://hooks.example.com")]
    [InlineData("Authentication:Issuers:0:JwksUri=http://login.example.com/keys")]
    [InlineData("Communication:Mode=Direct")]
    [InlineData("ConnectionStrings:messaging=amqp://guest:guest@broker.example.com")]
    [InlineData("ConnectionStrings:messaging=amqp://broker.example.com")]
    [InlineData("ConnectionStrings:llama-agents=Host=db.example.com;Username=postgres;Password=postgres")]
    [InlineData("ConnectionStrings:llama-agents=Host=db.example.com;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=db.example.com:5433;Username=agent;PSW=12345")]
    [InlineData("ConnectionStrings:llama-agents=Server=db.example.com;User Name=agent-of-ours;PWD=agent-of-ours")]
    [InlineData("ConnectionStrings:llama-agents=Host=db.example.com;UID=agent-of-ours;Password=agent-of-ours")]
    [InlineData("ConnectionStrings:llama-agents=Host=localhost,db.example.com:5433;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=2001:db8::1;Username=agent;Password=12345")]
    public async Task A_setting_that_is_fit_for_development_only_does_not_start_and_is_named(string setting)
    {
        var refusal = await StartAsync(Environments.Production, setting);

        var (key, value) = (setting.Split('=', 2)[0], setting.Split('=', 2)[1]);
        Assert.Contains($"\n{key} ", refusal, StringComparison.Ordinal);
        if (value.Length > 6) Assert.DoesNotContain(value, refusal, StringComparison.Ordinal);
        Assert.Null(await StartAsync(Environments.Development, setting));
    }

    [Theory]
    [InlineData("Authentication:DangerousAllowAnonymousGeneric=false")]
    [InlineData($"Authentication:ServiceKey={Good}")]
    [InlineData("Authentication:ServiceKey=8f14e45fceea167a5a36dedd4bea2543")]
    [InlineData("Slack:SigningSecret=9b74c9897bac770ffc029102a200c5de")]
    [InlineData("PublicBaseUrl=https://agent.example.com")]
    [InlineData("PublicBaseUrl=http://localhost:8080")]
    [InlineData("Model:BaseUrl=http://127.0.0.1:8321/v1")]
    [InlineData("Kestrel:Endpoints:Http:Url=http://127.0.0.1:0")]
    [InlineData("ASPNETCORE_Kestrel:Endpoints:Http:Url=http://0.0.0.0:8080")]
    [InlineData("DOTNET_Kestrel:Endpoints:Http:Url=http://0.0.0.0:8080")]
    [InlineData("SOMEBODYS_URL=http://elsewhere.example.com")]
    [InlineData("Communication:Mode=eventing")]
    [InlineData("ConnectionStrings:messaging=amqp://guest:guest@localhost:5672")]
    [InlineData($"ConnectionStrings:messaging=amqp://guest:{Good}@broker.example.com")]
    [InlineData($"ConnectionStrings:llama-agents=Host=db.example.com;Username=agent;Password={Good}")]
    [InlineData("ConnectionStrings:llama-agents=Host=/run/postgresql;Username=agent")]
    [InlineData("ConnectionStrings:llama-agents=Host=/run/postgresql;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=@postgresql;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=localhost:5432;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=::1;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=[::1]:5432;Username=agent;Password=12345")]
    [InlineData("ConnectionStrings:llama-agents=Host=localhost, 127.0.0.1:5433, /run/postgresql;Username=agent;Password=12345")]
    public async Task A_setting_that_is_fit_for_production_starts(string setting) => Assert.Null(await StartAsync(Environments.Production, setting));

    [Theory]
    [InlineData("none", 587, true)]
    [InlineData("auto", 587, true)]
    [InlineData("auto", 465, false)]
    [InlineData("starttls", 587, false)]
    [InlineData("tls", 465, false)]
    public async Task Mail_is_not_sent_in_clear(string security, int port, bool isRefused)
    {
        string[] settings = [$"Integrations:Email:Security={security}", $"Integrations:Email:Port={port}"];

        var refusal = await StartAsync(Environments.Production, ["Integrations:Email:Host=mail.example.com", .. settings]);

        Assert.Equal(isRefused, refusal?.Contains("\nIntegrations:Email:Security ", StringComparison.Ordinal) ?? false);
        Assert.Null(await StartAsync(Environments.Production, ["Integrations:Email:Host=localhost", .. settings]));
    }

    [Theory]
    [InlineData("Authentication:ApiKeys:0", "UserId", "web-test-user", "web-test-user")]
    [InlineData("Authentication:ApiKeys:0", "UserId", "jane", "john-doe-key")]
    [InlineData("Authentication:ToolKeys:4", "ToolId", "snow", "your-tool-api-key")]
    [InlineData("Authentication:ToolKeys:4", "ToolId", "snow", "snow")]
    public async Task A_key_that_everyone_knows_or_that_is_a_name_opens_nothing(string section, string name, string owner, string key)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        string[] settings = [$"{section}:{name}={owner}", $"{section}:Sha256={hash}"];

        Assert.Contains($"\n{section}:Sha256 ", await StartAsync(Environments.Production, settings), StringComparison.Ordinal);
        Assert.Null(await StartAsync(Environments.Development, settings));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_every_environment_but_development_is_meant()
    {
        var refusal = await StartAsync("Staging", "PublicBaseUrl=http://agent.example.com", "Webhooks:DangerousAllowLoopback=true");

        Assert.Equal(["PublicBaseUrl", "Webhooks:DangerousAllowLoopback"], refusal!.Split('\n')[1..].Select(line => line.Split(' ')[0]));
    }

    /// <returns>Why it did not start; null where it did.</returns>
    private static async Task<string?> StartAsync(string environment, params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear(); // what this machine's environment has
        builder.Configuration.AddInMemoryCollection();
        foreach (var pair in settings.Select(setting => setting.Split('=', 2))) builder.Configuration[pair[0]] = pair[1];
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults("request-manager");
        await using var app = builder.Build();
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }
}
