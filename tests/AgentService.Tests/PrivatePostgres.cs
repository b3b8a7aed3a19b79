using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AgentService.Tests;

/// <summary>
/// A PostgreSQL server of these tests' own, with the tables of the service: started when the first test wants it, gone with the last, or with
/// this process.
/// </summary>
public abstract class PrivatePostgres : IAsyncDisposable
{
    // Its standard input closes with this process, however that ends.
    private const string UntilInputCloses = """bash "$0" >server.log 2>&1 & server=$!; cat >/dev/null; kill -TERM $server; wait $server""";

    internal const string Password = "only-these-tests-know";

    private static readonly TimeSpan _startTime = TimeSpan.FromMinutes(1), _pause = TimeSpan.FromMilliseconds(100), _stopTime = TimeSpan.FromSeconds(20);

    private readonly Lazy<Task<NpgsqlDataSource>> _database;
    private DirectoryInfo? _directory;
    private Process? _server;

    protected PrivatePostgres() => _database = new(StartAsync);

    public Task<NpgsqlDataSource> DatabaseAsync() => _database.Value;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database.IsValueCreated && _database.Value.IsCompletedSuccessfully) await (await _database.Value).DisposeAsync();
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync().WaitAsync(_stopTime);
            _server.Dispose();
        }

        _directory?.Delete(recursive: true);
    }

    /// <summary>Makes the tables.</summary>
    protected abstract Task MigrateAsync(NpgsqlDataSource database);

    private async Task<NpgsqlDataSource> StartAsync()
    {
        _directory = Directory.CreateTempSubdirectory("self-service-agent-tests-");
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "password"), Password);
        var port = FreePort();
        var start = new ProcessStartInfo("bash", ["-c", UntilInputCloses, Path.Combine(AppContext.BaseDirectory, "postgres.sh")])
        {
            RedirectStandardInput = true,
            WorkingDirectory = _directory.FullName,
            Environment = { ["LOCAL_DIRECTORY"] = _directory.FullName, ["LOCAL_PORT"] = $"{port}", ["LOCAL_MAX_CONNECTIONS"] = "100" },
        };
        _server = Process.Start(start)!;
        var database = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={port};Username=postgres;Password={Password};Database=postgres;Timeout=5;Options=-c synchronous_commit=off"); // no test pulls the plug
        await UntilItAnswersAsync(database);
        await MigrateAsync(database);
        return database;
    }

    private async Task UntilItAnswersAsync(NpgsqlDataSource database)
    {
        using var limit = new CancellationTokenSource(_startTime);
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(limit.Token);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                if (limit.IsCancellationRequested) throw new InvalidOperationException(await File.ReadAllTextAsync(Path.Combine(_directory!.FullName, "server.log")), e);
                await Task.Delay(_pause);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
