using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AppHost.Tests.Publishing;
using AppHost.Tests.Support;

namespace AppHost.Tests.ByHand;

/// <summary>
/// The three services, started without an orchestrator: what they are given is what the compose file gives them, and what its examples say
/// that whoever deploys gives. Only addresses are other: here there is no network in which a service's name is its address.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class StartedByHandTests : IDisposable
{
    private const string Person = "ann@example.com", Key = "ann-s-own-key-and-nobody-else-s";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly Publications _publications;
    private readonly PublishedPrograms _programs = new();
    private readonly List<StartedProgram> _started = [];
    private readonly Dictionary<string, int> _ports;

    public StartedByHandTests(Publications publications)
    {
        _publications = publications;
        _ports = _programs.Services.Zip(Ports.Free(_programs.Services.Count)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task What_is_published_does_the_main_job()
    {
        Assert.True(PrivateServers.AreInstalled, "PostgreSQL and RabbitMQ are not installed: eng/setup.sh");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(8));
        await using var servers = new PrivateServers();
        try
        {
            await _programs.PublishAsync(limit.Token);
            await servers.StartAsync(limit.Token);
            var services = new ComposedServices(_publications.ComposeExternal, Given(servers));
            await StartAsync(services, limit.Token);
            await MigrateAsync(services, limit.Token);
            await BecomeHealthyAsync(services, limit.Token);
            await AskAsync(limit.Token);
            await EndAsync(servers, limit.Token);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{string.Concat(_started.Select(program => program.Said))}\n{servers.Said}", e);
        }
        finally
        {
            foreach (var program in _started)
                await program.DisposeAsync();
        }
    }

    // What was delivered is seen before it is written down that it was.
    private async Task EndAsync(PrivateServers servers, CancellationToken cancellationToken)
    {
        Dictionary<string, long> answers;
        do
        {
            answers = await ScalerQuestions.AskAsync(_publications.Kubernetes, servers, cancellationToken);
            Assert.Equal(4, answers.Count);
        }
        while (answers.Values.Any(waiting => waiting > 0));
    }

    private static Dictionary<string, string> Given(PrivateServers servers) => new()
    {
        ["SERVICE_KEY"] = RandomNumberGenerator.GetHexString(64),
        ["LLAMA_AGENTS_CONNECTION_STRING"] = servers.Postgres,
        ["MESSAGING_CONNECTION_STRING"] = servers.Broker,
    };

    // As new pods do while the job migrates: none goes on before its tables are there.
    private async Task StartAsync(ComposedServices services, CancellationToken cancellationToken)
    {
        foreach (var service in _programs.Services)
        {
            var started = Start(service, Environment(services, service));
            while (!started.Said.Contains("not up to date", StringComparison.Ordinal))
                await Task.Delay(_pause, cancellationToken);
            Assert.Contains("database.waiting", started.Said);
            Assert.Equal(1, await ProbeAsync(services, service, cancellationToken));
        }
    }

    private async Task MigrateAsync(ComposedServices services, CancellationToken cancellationToken)
    {
        foreach (var service in _programs.Services)
        {
            var migration = Start(service, services.EnvironmentOf($"migrate-{service}"));
            Assert.Equal(0, await migration.ExitCodeAsync(cancellationToken));
            Assert.Contains("database.migrated", migration.Said);
        }
    }

    // What the image's health check asks says yes once the service can work.
    private async Task BecomeHealthyAsync(ComposedServices services, CancellationToken cancellationToken)
    {
        foreach (var service in _programs.Services)
        {
            while (await ProbeAsync(services, service, cancellationToken) != 0)
                await Task.Delay(_pause, cancellationToken);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_ports["request-manager"]}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);

        using var asked = await AskAsync(http, Person, cancellationToken);
        var answer = await asked.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("completed", answer!["status"]!.GetValue<string>());
        var said = answer["response"]!["content"]!.GetValue<string>();

        var delivered = await DeliveredAsync(http, cancellationToken);
        Assert.Equal(said, delivered["content"]!.GetValue<string>());

        using var stranger = await AskAsync(http, "somebody-else", cancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string userId, CancellationToken cancellationToken) =>
        http.PostAsJsonAsync("/api/v1/requests/web", new { user_id = userId, content = "My laptop does not start" }, cancellationToken);

    private static async Task<JsonNode> DeliveredAsync(HttpClient http, CancellationToken cancellationToken)
    {
        while (true)
        {
            var deliveries = await http.GetFromJsonAsync<JsonArray>($"/api/v1/test-deliveries?user_id={Person}", cancellationToken);
            if (deliveries is [{ } delivery])
                return delivery;

            await Task.Delay(_pause, cancellationToken);
        }
    }

    private StartedProgram Start(string service, Dictionary<string, string> environment)
    {
        var started = _programs.Start(service, environment);
        _started.Add(started);
        return started;
    }

    private async Task<int> ProbeAsync(ComposedServices services, string service, CancellationToken cancellationToken)
    {
        await using var probe = _programs.Start(service, Environment(services, service), "--probe");
        return await probe.ExitCodeAsync(cancellationToken);
    }

    private Dictionary<string, string> Environment(ComposedServices services, string service)
    {
        var environment = Settings(service);
        foreach (var (name, value) in services.EnvironmentOf(service))
            environment[name] = Reachable(service, name, value);

        return environment;
    }

    // What goes into the services' own files: names that stand in the examples, or in the documents.
    private Dictionary<string, string> Settings(string service) => service switch
    {
        "request-manager" => Examples(service, new()
        {
            ["Authentication__ApiKeys__0__UserId"] = Person,
            ["Authentication__ApiKeys__0__Sha256"] = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key))),
        }),
        "integration-dispatcher" => new() { ["Integrations__Test__Enabled"] = "true" },
        _ => [],
    };

    private Dictionary<string, string> Examples(string service, Dictionary<string, string> settings)
    {
        Assert.All(settings.Keys, name => Assert.Contains($"#{name}=", _publications.ComposeExternal.Files[$"{service}.env.example"]));
        settings["Authentication__ApiKeys__0__Admin"] = "true"; // test deliveries are an administrator's
        return settings;
    }

    private string Reachable(string service, string name, string value) => name == "HTTP_PORTS"
        ? _ports[service].ToString(CultureInfo.InvariantCulture)
        : _ports.Aggregate(value, (text, other) =>
            text.Replace($"http://{other.Key}:8080", $"http://127.0.0.1:{other.Value}", StringComparison.Ordinal));
}
