using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>Adds a PostgreSQL server that runs as a child process: see <c>postgres.sh</c> beside this file.</summary>
internal static class LocalPostgres
{
    public const string Endpoint = "tcp";

    [SupportedOSPlatform("linux")]
    public static IResourceBuilder<LocalPostgresServerResource> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, DataDirectory data, int maxConnections)
    {
        var directory = data.For(name);
        var server = new LocalPostgresServerResource(name, builder.AppHostDirectory, ServerPassword.In(directory, name));
        return builder.AddResource(server)
            .WithArgs(Path.Combine("Local", "postgres.sh"))
            .WithEndpoint(name: Endpoint, scheme: "tcp", env: "LOCAL_PORT", isProxied: false)
            .WithEnvironment("LOCAL_DIRECTORY", directory)
            .WithEnvironment("LOCAL_MAX_CONNECTIONS", maxConnections.ToString(CultureInfo.InvariantCulture))
            .WithIconName("DatabaseMultiple")
            .WithServerHealthCheck(new LocalPostgresHealthCheck(server, "postgres"))
            .OnResourceReady(CreateDatabases);
    }

    public static IResourceBuilder<LocalPostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<LocalPostgresServerResource> server, string name, string databaseName)
    {
        var database = new LocalPostgresDatabaseResource(name, databaseName, server.Resource);
        server.Resource.Databases.Add(databaseName);
        ShareStateWith(database, server);
        return server.ApplicationBuilder.AddResource(database)
            .WithIconName("Database")
            .WithServerHealthCheck(new LocalPostgresHealthCheck(server.Resource, databaseName));
    }

    // Aspire hands a parent's state on to its children for containers only, and nobody can wait for a resource without one.
    private static void ShareStateWith(LocalPostgresDatabaseResource database, IResourceBuilder<LocalPostgresServerResource> server)
    {
        server.OnResourceReady((_, ready, _) => ready.Services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(
            database, state => state with { State = KnownResourceStates.Running, StartTimeStamp = DateTime.UtcNow, StopTimeStamp = null }));
        server.OnResourceStopped((_, stopped, _) => stopped.Services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(
            database, state => state with { State = KnownResourceStates.Exited, StopTimeStamp = DateTime.UtcNow }));
    }

    private static async Task CreateDatabases(
        LocalPostgresServerResource server, ResourceReadyEvent ready, CancellationToken cancellationToken)
    {
        // Unpooled: this runs again after each restart, and an exception over a dead pooled connection would fail every later wait.
        var connectionString = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        await using var connection = new NpgsqlConnection($"{connectionString};Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var database in server.Databases)
        {
            await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
            exists.Parameters.Add(new NpgsqlParameter { Value = database });
            if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
                continue;

            var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(database);
            await using var create = new NpgsqlCommand($"create database {quoted}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
