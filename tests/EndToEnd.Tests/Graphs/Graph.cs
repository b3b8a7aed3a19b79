using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests.Graphs;

/// <summary>The whole system, as the AppHost runs it: real database, real broker, fresh data, ports of nobody else's.</summary>
/// <param name="settings">Configuration of the AppHost, <c>key=value</c>.</param>
public abstract class Graph(params string[] settings) : IAsyncLifetime
{
    public const string FrontDoor = "request-manager", Agents = "agent-service", Dispatcher = "integration-dispatcher";
    public const string ProxySecret = "what-only-the-proxy-and-we-know-0123456789";
    public const string PlayedSlack = "slack-far-side";
    public const string Postgres = "postgres", Database = "llama-agents", Broker = "messaging";

    /// <summary>A tool whose configured agent does not exist: its requests fail where they name no other.</summary>
    public const string MisconfiguredToolId = "misconfigured-tool";

    // The AppHost repeats there what its services say; a test that fails shows it anyway.
    private const string ServiceLogs = "SelfServiceAgent.AppHost.Resources";

    private static readonly TimeSpan _startTime = TimeSpan.FromMinutes(4);

    private GraphTurn? _turn;

    // Waits that only a crash or a lost message makes anyone sit through are short here.
    private static readonly string[] _common =
    [
        "Infrastructure:FreshData=true",
        "Ports:RequestManager=0",
        "Ports:IntegrationDispatcher=0",
        "SlackFarSide:Enabled=false",
        "Replicas:RequestManager=2",
        "Replicas:AgentService=2",
        "Services:RequestManager:Requests:RepublishAfter=00:00:01",
        "Services:AgentService:Turns:RepublishAfter=00:00:01",
        "Services:AgentService:Turns:Lease=00:00:03",
        "Services:IntegrationDispatcher:Deliveries:Lease=00:00:03",
        "Services:RequestManager:Retention:Interval=00:00:01",
        "Services:AgentService:Retention:Interval=00:00:01",
        "Services:IntegrationDispatcher:Retention:Interval=00:00:01",
        $"Services:RequestManager:Authentication:ProxySecret={ProxySecret}",
        "Services:RequestManager:Authentication:IssuerKeysPause=00:00:01",
        $"Services:RequestManager:Authentication:ToolKeys:1:ToolId={MisconfiguredToolId}",
        $"Services:RequestManager:Authentication:ToolKeys:1:Sha256={Convert.ToHexStringLower(SHA256.HashData("misconfigured-tool-key"u8))}",
        $"Services:RequestManager:Requests:ToolAgents:{MisconfiguredToolId}=nobody-by-that-name",
    ];

    public DistributedApplication App { get; private set; } = null!;

    /// <summary>An issuer of tokens that says itself where its keys are.</summary>
    public TokenIssuer Discovered { get; private set; } = null!;

    /// <summary>An issuer of tokens whose key set is configured.</summary>
    public TokenIssuer Listed { get; private set; } = null!;

    public GraphRows Rows { get; private set; } = null!;

    /// <summary>The front door, to whoever shows no credential.</summary>
    public Client Anyone { get; private set; } = null!;

    public Client WebTestUser => Anyone.With("Authorization", "Bearer web-test-user");

    public Client JohnDoe => Anyone.With("Authorization", "Bearer john-doe-key");

    public Client Admin => Anyone.With("Authorization", "Bearer admin-test-user");

    public Client Tool => Anyone.With("x-api-key", "your-tool-api-key");

    public async ValueTask InitializeAsync()
    {
        _turn = await GraphTurn.TakeAsync();
        try
        {
            await StartAsync();
            await SettleInAsync();
        }
        catch
        {
            _turn.Dispose(); // whoever does not start is not stopped either
            throw;
        }
    }

    /// <summary>What all its tests find when it has started.</summary>
    protected virtual Task SettleInAsync() => Task.CompletedTask;

    private async Task StartAsync()
    {
        using var limit = new CancellationTokenSource(_startTime);
        Discovered = await TokenIssuer.StartAsync();
        Listed = await TokenIssuer.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SelfServiceAgent_AppHost>(
            [.. _common, .. Issuers(), .. InfrastructureMode(), .. settings, .. await StartFarSidesAsync()], limit.Token);
        builder.Services.AddLogging(logging => logging.AddFilter("", LogLevel.Warning).AddFilter(ServiceLogs, LogLevel.None));
        Adapt(builder);
        App = await builder.BuildAsync(limit.Token);
        try
        {
            await App.StartAsync(limit.Token);
            await App.ResourceNotifications.WaitForResourceHealthyAsync(FrontDoor, limit.Token);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The graph did not start.\n{await this.LastLogsAsync()}", e);
        }

        Anyone = Service(FrontDoor);
        Rows = new(await App.GetConnectionStringAsync(Database, limit.Token) ?? throw new InvalidOperationException("no database"));
    }

    public Client MisconfiguredTool => Anyone.With("x-api-key", "misconfigured-tool-key");

    /// <summary>A service by its own door, as the other services reach it.</summary>
    public Client Service(string name) => new(new HttpClient { BaseAddress = App.GetEndpoint(name, "http") });

    /// <summary>What our services show each other.</summary>
    public async Task<string> ServiceKeyAsync(CancellationToken cancellationToken)
    {
        var key = Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "service-key");
        return await key.GetValueAsync(cancellationToken) ?? throw new InvalidOperationException("no service key");
    }

    /// <summary>What the graph consists of.</summary>
    public IEnumerable<IResource> Resources => App.Services.GetRequiredService<DistributedApplicationModel>().Resources;

    public bool Has(string name) => Resources.Any(resource => resource.Name == name);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        using var turn = _turn;
        if (App is not null) await App.DisposeAsync();
        if (Discovered is not null) await Discovered.DisposeAsync();
        if (Listed is not null) await Listed.DisposeAsync();
    }

    /// <summary>Starts what the graph's ways out lead to.</summary>
    /// <returns>Configuration of the AppHost that leads there.</returns>
    protected virtual Task<string[]> StartFarSidesAsync() => Task.FromResult<string[]>([]);

    /// <summary>Changes what the AppHost has put together.</summary>
    protected virtual void Adapt(IDistributedApplicationTestingBuilder builder)
    {
    }

    // After the one that run mode brings with it.
    private string[] Issuers() => [.. Discovered.SettingsAs(1, isDiscovered: true), .. Listed.SettingsAs(2, isDiscovered: false)];

    // A container runtime that runs cannot always pull images; whoever wants containers says so.
    private static string[] InfrastructureMode() =>
        Environment.GetEnvironmentVariable("Infrastructure__Mode") is { Length: > 0 } ? [] : ["Infrastructure:Mode=local"];
}
