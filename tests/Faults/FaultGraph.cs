using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using EndToEnd.Tests.Graphs;
using EndToEnd.Tests.Slack;
using Faults.Breaking;
using Faults.FarSides;
using IntegrationDispatcher.Tests;
using Npgsql;
using RabbitMQ.Client;

namespace Faults;

/// <summary>
/// The whole system, several replicas of each service, with far sides of our own: models, webhooks, mail. The services reach the database and
/// the broker through wires that can be cut.
/// </summary>
public sealed class FaultGraph() : Graph(
    "Communication:Mode=eventing",
    "SlackFarSide:Enabled=true",
    "Ports:SlackFarSide=0",
    "Replicas:AgentService=3",
    "Replicas:IntegrationDispatcher=2",
    "Services:AgentService:Model:Provider=openai",
    "Services:AgentService:Model:ModelId=echo",
    "Services:AgentService:Model:Timeout=00:00:02",
    "Services:AgentService:Model:Retries=1",
    $"Services:AgentService:Agents:Directory={Path.Combine(AppContext.BaseDirectory, "Agents")}",
    "Services:RequestManager:Requests:RateLimit:PerSecond=5000",
    "Services:RequestManager:Requests:RateLimit:Burst=5000",
    "Services:RequestManager:Requests:MaxPendingPerUser=10000",
    "Services:IntegrationDispatcher:Deliveries:CircuitRest=00:00:02",
    "Services:IntegrationDispatcher:Integrations:Email:Host=127.0.0.1",
    "Services:IntegrationDispatcher:Integrations:Email:Timeout=00:00:03",
    "Services:IntegrationDispatcher:Integrations:Email:Security=None",
    "Services:IntegrationDispatcher:Integrations:Email:From=it@company.com")
{
    /// <summary>In the order in which an upgrade takes them: whoever reads an event before whoever sends it.</summary>
    internal static readonly string[] Services = [Dispatcher, Agents, FrontDoor];

    /// <summary>One of each service.</summary>
    internal static readonly string[] Queues = ["agent-service", "request-manager.responses", "integration-dispatcher"];

    internal LoopbackServer Models { get; private set; } = null!;

    internal WebhookReceiver Webhooks { get; private set; } = null!;

    internal SmtpFarSide Mail { get; private set; } = null!;

    internal Wire ToDatabase { get; } = new();

    internal Wire ToBroker { get; } = new();

    internal Clock Clock { get; } = new();

    internal Workspace Workspace => new(Service(PlayedSlack));

    /// <summary>Straight to the broker, by no wire.</summary>
    internal async Task<IConnection> ConnectToBrokerAsync()
    {
        var factory = new ConnectionFactory { Uri = new((await App.GetConnectionStringAsync(Broker))!) };
        return await factory.CreateConnectionAsync();
    }

    /// <summary>How many events lie in our queues, the dead ones included, and are with nobody.</summary>
    internal async Task<uint> WaitingEventsAsync()
    {
        await using var connection = await ConnectToBrokerAsync();
        await using var channel = await connection.CreateChannelAsync();
        var waiting = 0u;
        var dead = Queues.Select(queue => $"{queue.Split('.')[0]}.dead");
        foreach (var queue in Queues.Concat(dead)) waiting += await channel.MessageCountAsync(queue);
        return waiting;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Models is not null) await Models.DisposeAsync();
        if (Webhooks is not null) await Webhooks.DisposeAsync();
        if (Mail is not null) await Mail.DisposeAsync();
        await ToDatabase.DisposeAsync();
        await ToBroker.DisposeAsync();
        Clock.Dispose();
    }

    protected override async Task<string[]> StartFarSidesAsync()
    {
        Models = await ModelServer.StartAsync();
        Webhooks = await WebhookReceiver.StartAsync();
        Mail = await SmtpFarSide.StartAsync();
        return
        [
            $"Services:AgentService:Model:BaseUrl={Models.Url}/v1",
            $"Services:IntegrationDispatcher:Integrations:Email:Port={Mail.Port}",
        ];
    }

    // Who writes from elsewhere is not looked for in Slack, which knows few of those the tests think up.
    protected override async Task SettleInAsync() =>
        (await Admin.PutAsync("/api/v1/integration-defaults/SLACK", new { enabled = false })).Must(200);

    // The services find the tables of their first version. Whatever addresses they were told, they are told the near end of the wire.
    protected override void Adapt(IDistributedApplicationTestingBuilder builder)
    {
        var isFirst = true; // a database that comes back is ready once more
        builder.Eventing.Subscribe<ResourceReadyEvent>(
            builder.Resources.Single(resource => resource.Name == Database),
            (_, cancelled) => Interlocked.Exchange(ref isFirst, false)
                ? FirstVersion.LeaveBehindAsync(builder, cancelled) : Task.CompletedTask);
        var services = builder.Resources.OfType<ProjectResource>().Where(service => service.Name is FrontDoor or Agents or Dispatcher);
        foreach (var service in services)
        {
            if (service.Name != FrontDoor)
            {
                foreach (var (name, value) in Clock.Environment())
                    builder.CreateResourceBuilder(service).WithEnvironment(name, value);
            }

            builder.CreateResourceBuilder(service).WithEnvironment(async context =>
            {
                context.EnvironmentVariables[$"ConnectionStrings__{Broker}"] = await ThroughAsync(builder, Broker, ToBroker, address =>
                    new UriBuilder(address) { Host = Wire.Host, Port = ToBroker.Port }.Uri.ToString());
                context.EnvironmentVariables[$"ConnectionStrings__{Database}"] = await ThroughAsync(builder, Database, ToDatabase, address =>
                    new NpgsqlConnectionStringBuilder(address) { Host = Wire.Host, Port = ToDatabase.Port }.ConnectionString);
            });
        }
    }

    private static async Task<string> ThroughAsync(
        IDistributedApplicationTestingBuilder builder, string name, Wire wire, Func<string, string> rewrite)
    {
        var address = await AddressOfAsync(builder, name);
        var isBroker = address.StartsWith("amqp", StringComparison.Ordinal);
        wire.LeadsTo(isBroker ? new Uri(address).Port : new NpgsqlConnectionStringBuilder(address).Port);
        return rewrite(address);
    }

    internal static async Task<string> AddressOfAsync(IDistributedApplicationTestingBuilder builder, string name)
    {
        var server = (IResourceWithConnectionString)builder.Resources.Single(resource => resource.Name == name);
        return await server.GetConnectionStringAsync() ?? throw new InvalidOperationException($"{name} has no address");
    }
}

[CollectionDefinition(DisableParallelization = true)]
public sealed class OnFaultGraph : ICollectionFixture<FaultGraph>;
