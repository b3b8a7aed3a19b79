using System.Globalization;
using System.Runtime.Versioning;
using AppHost.Tests.Support;
using Npgsql;

namespace AppHost.Tests.ByHand;

/// <summary>A PostgreSQL server and a RabbitMQ broker of our own, from the installed packages; they go with their data.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PrivateServers : IAsyncDisposable
{
    private const string Password = "0123456789abcdefghijklmnopqrstuv";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ssa-by-hand-");
    private readonly List<StartedProgram> _programs = [];

    public string Postgres { get; private set; } = "";

    public string Broker { get; private set; } = "";

    public string Said => string.Concat(_programs.Select(program => program.Said));

    [SupportedOSPlatformGuard("linux")]
    public static bool AreInstalled =>
        OperatingSystem.IsLinux() && Directory.Exists("/usr/lib/postgresql") && File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var ports = Ports.Free(4);
        File.SetUnixFileMode(_data.FullName, File.GetUnixFileMode(_data.FullName) | UnixFileMode.OtherExecute); // Postgres is another user
        Start("postgres", new() { ["LOCAL_PORT"] = Text(ports[0]), ["LOCAL_MAX_CONNECTIONS"] = "100" });
        Start("rabbitmq", new()
        {
            ["LOCAL_PORT"] = Text(ports[1]),
            ["LOCAL_EPMD_PORT"] = Text(ports[2]),
            ["LOCAL_DIST_PORT"] = Text(ports[3]),
            ["LOCAL_USER"] = "agent",
        });
        await Task.WhenAll(Ports.AnswersAsync(ports[0], cancellationToken), Ports.AnswersAsync(ports[1], cancellationToken));

        var server = $"Host=127.0.0.1;Port={ports[0]};Username=postgres;Password={Password}";
        await using (var source = NpgsqlDataSource.Create(server))
        await using (var command = source.CreateCommand("create database llama_agents"))
            await command.ExecuteNonQueryAsync(cancellationToken);

        Postgres = $"{server};Database=llama_agents";
        Broker = $"amqp://agent:{Password}@127.0.0.1:{ports[1]}";
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var program in _programs)
            await program.DisposeAsync();

        _data.Delete(recursive: true);
    }

    private void Start(string server, Dictionary<string, string> environment)
    {
        var directory = _data.CreateSubdirectory(server).FullName;
        File.WriteAllText(Path.Combine(directory, "password"), Password);
        environment["LOCAL_DIRECTORY"] = directory;
        var script = Repository.At("SelfServiceAgent.AppHost", "Local", $"{server}.sh");
        _programs.Add(StartedProgram.Start(directory, environment, "bash", script));
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
