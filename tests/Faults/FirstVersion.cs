using Aspire.Hosting.Testing;
using EndToEnd.Tests.Graphs;
using Npgsql;

namespace Faults;

/// <summary>What the first version of the services leaves behind: its tables, and a request it had accepted and not answered.</summary>
internal static class FirstVersion
{
    public const string RequestId = "00000000-0000-7000-8000-000000000002";

    private static readonly string[] _scripts = ["RequestManager", "AgentService", "IntegrationDispatcher", "LeftBehind"];

    public static async Task LeaveBehindAsync(IDistributedApplicationTestingBuilder builder, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(await FaultGraph.AddressOfAsync(builder, Graph.Database));
        await connection.OpenAsync(cancellationToken);
        foreach (var script in _scripts)
        {
            var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Schema", $"{script}.sql"), cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
