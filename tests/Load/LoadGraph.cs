using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Load;

/// <summary>The application as it is: some replicas of each service, the echo model, the TEST integration for everybody, telemetry on.</summary>
internal sealed class LoadGraph : IAsyncDisposable
{
    public const string Path = "/api/v1/requests/web", Dispatcher = "integration-dispatcher", Broker = "messaging";

    /// <summary>By which the dispatcher knows what comes from Slack.</summary>
    public const string SlackSecret = "the-secret-of-a-workspace-that-is-played";

    private const string Postgres = "postgres", Database = "llama-agents", FrontDoor = "request-manager";

    // Whether anything is under way when nobody calls any more, asked in the order in which it ends, and no further than to the first that is: counting all
    // of it five times a second took a quarter of the database's time.
    private const string Open = """
        select case
            when exists (select from agent_mailboxes where ready_at is not null) then true
            when exists (select from request_logs where completed_at is null) then true
            when exists (select from delivery_logs where next_attempt_at is not null) then true
            when exists (select from agent_turns where completed_at is null or response_confirmed_at is null) then true
            else exists (select from request_logs r where not exists (select from delivery_plans p where p.request_id = r.request_id::uuid)) end
        """;

    public static readonly IReadOnlyList<string> Services = [FrontDoor, "agent-service", Dispatcher];
    private static readonly TimeSpan _startTime = TimeSpan.FromMinutes(4), _pause = TimeSpan.FromMilliseconds(200);

    private readonly DistributedApplication _app;
    private readonly List<ProcessTree> _processes = [];

    private readonly int _replicas;

    private LoadGraph(DistributedApplication app, int replicas, string secret)
    {
        (_app, _replicas) = (app, replicas);
        Secret = secret;
    }

    /// <summary>By which the front door believes whoever says whom they ask for.</summary>
    public string Secret { get; }

    /// <summary>The front door's replicas themselves, past the orchestrator's proxy.</summary>
    private IReadOnlyList<string> Urls { get; set; } = [];

    public string PostgresAddress { get; private set; } = "";

    public NpgsqlDataSource Data { get; private set; } = null!;

    public string BrokerAddress { get; private set; } = "";

    /// <summary>What the application and its servers run in.</summary>
    public IReadOnlyList<ProcessTree> Processes => _processes;

    /// <param name="telemetry">Where telemetry goes to.</param>
    /// <param name="gateway">Where text messages go to.</param>
    /// <param name="replicas">How many of each service.</param>
    public static async Task<LoadGraph> StartAsync(string telemetry, string gateway, int replicas)
    {
        using var limit = new CancellationTokenSource(_startTime);
        var secret = RandomNumberGenerator.GetHexString(64);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SelfServiceAgent_AppHost>(
            [
                "Infrastructure:Mode=local",
                "Infrastructure:FreshData=true",
                "Communication:Mode=eventing",
                "Ports:RequestManager=0",
                "Ports:IntegrationDispatcher=0",
                "SlackFarSide:Enabled=false",
                $"Replicas:RequestManager={replicas}",
                $"Replicas:AgentService={replicas}",
                $"Replicas:IntegrationDispatcher={replicas}",
                "Services:AgentService:Model:Provider=echo",
                $"Services:IntegrationDispatcher:Slack:SigningSecret={SlackSecret}",
                $"Services:IntegrationDispatcher:Integrations:Sms:BaseUrl={gateway}",
                "Services:IntegrationDispatcher:Integrations:Sms:AccountSid=AC0123456789abcdef0123456789abcdef",
                "Services:IntegrationDispatcher:Integrations:Sms:AuthToken=the-token-of-a-gateway-that-is-played",
                "Services:IntegrationDispatcher:Integrations:Sms:From=+15555550199",
                $"Services:RequestManager:Authentication:ProxySecret={secret}",
                "Services:RequestManager:Requests:RateLimit:PerSecond=1000000",
                "Services:RequestManager:Requests:RateLimit:Burst=1000000",
                "Services:RequestManager:Requests:MaxPendingPerUser=10000",
            ],
            limit.Token);
        builder.Services.AddLogging(logging => logging.AddFilter("", LogLevel.Warning).AddFilter("SelfServiceAgent.AppHost.Resources", LogLevel.None));
        foreach (var service in builder.Resources.OfType<ProjectResource>().Where(service => Services.Contains(service.Name)))
        {
            builder.CreateResourceBuilder(service)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry).WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        }

        var graph = new LoadGraph(await builder.BuildAsync(limit.Token), replicas, secret);
        await graph._app.StartAsync(limit.Token);
        await graph._app.ResourceNotifications.WaitForResourceHealthyAsync(FrontDoor, limit.Token);
        await graph.LookAroundAsync(limit.Token);
        return graph;
    }

    /// <summary>Of whoever asks the front door.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Calls as many at a time as it is told, each anew as soon as it is answered, all replicas alike.</summary>
    public async Task<Measured> CallAsync(int clients, TimeSpan time, bool waits = true) => Measured.Of(await Task.WhenAll(
        Urls.Select(url => Wrk.CallAsync(url, Path, Secret, Math.Max(clients / Urls.Count, 1), time, waits))));

    /// <summary>The request that <c>post.lua</c> sends as well.</summary>
    public HttpRequestMessage RequestOf(string person) => Request(HttpMethod.Post, Path, person, new { user_id = person, content = new string('x', 900) });

    /// <summary>A call in that person's name.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, string person, object body) => new(method, Urls[0] + path)
    {
        Headers = { { "x-proxy-secret", Secret }, { "x-user-id", person } },
        Content = JsonContent.Create(body),
    };

    /// <summary>Returns when its process is gone: the orchestrator is done as soon as it has asked, and who is started before that fails to start.</summary>
    public async Task StopAsync(string name)
    {
        await CommandAsync(name, KnownResourceCommands.StopCommand);
        await _app.ResourceNotifications.WaitForResourceAsync(name, KnownResourceStates.TerminalStates);
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken = default)
    {
        await CommandAsync(name, KnownResourceCommands.StartCommand);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(name, cancellationToken);
        _processes[_processes.FindIndex(process => process.Name == name)] = new(name, await IdsOfAsync(name, cancellationToken)); // another one now
    }

    /// <summary>Returns when all that was accepted is answered and delivered.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            await using var command = Data.CreateCommand(Open);
            if (!(bool)(await command.ExecuteScalarAsync())!) return;
            await Task.Delay(_pause);
        }
    }

    /// <summary>By the database's clock.</summary>
    public async Task<DateTime> NowAsync()
    {
        await using var command = Data.CreateCommand("select now()");
        return (DateTime)(await command.ExecuteScalarAsync())!;
    }

    /// <returns>How many turns were answered since then, and how long it took until the last one was.</returns>
    public async Task<(long Turns, TimeSpan Time)> AnsweredSinceAsync(DateTime then)
    {
        await using var command = Data.CreateCommand("select count(*), coalesce(max(completed_at) - $1, interval '0') from agent_turns where completed_at > $1");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = then });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetTimeSpan(1));
    }

    /// <summary>Has the database look at what is there, as it does by itself once a minute: plans are made for the tables as they are.</summary>
    public async Task AnalyzeAsync()
    {
        await using var command = Data.CreateCommand("vacuum analyze");
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Data.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task CommandAsync(string name, string command)
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync(name, command);
        if (!result.Success) throw new InvalidOperationException($"{name} did not {command}: {result.Message}");
    }

    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        PostgresAddress = await AddressOfAsync(Database, cancellationToken);
        Data = NpgsqlDataSource.Create(PostgresAddress);
        BrokerAddress = await AddressOfAsync(Broker, cancellationToken);
        foreach (var name in new[] { Postgres, Broker }.Concat(Services)) _processes.Add(new(name, await IdsOfAsync(name, cancellationToken)));
        var ids = await IdsOfAsync(FrontDoor, cancellationToken);
        Urls = [.. ids.Select(id => new ProcessTree(FrontDoor, id).Url)];
    }

    private async Task<string> AddressOfAsync(string name, CancellationToken cancellationToken) =>
        await _app.GetConnectionStringAsync(name, cancellationToken) ?? throw new InvalidOperationException($"{name} has no address");

    private async Task<int[]> IdsOfAsync(string name, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, int>();
        await foreach (var now in _app.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (now.Resource.Name != name) continue;
            var process = now.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value;
            if (process is not null) ids[now.ResourceId] = Convert.ToInt32(process, CultureInfo.InvariantCulture);
            if (ids.Count == (Services.Contains(name) ? _replicas : 1)) break;
        }

        return [.. ids.Values];
    }
}
