using AgentService.Tests;
using IntegrationDispatcher.Storage;
using IntegrationDispatcher.Tests;
using Microsoft.EntityFrameworkCore;
using Npgsql;

[assembly: AssemblyFixture(typeof(DispatcherPostgres))]

namespace IntegrationDispatcher.Tests;

/// <summary>With the tables of IntegrationDispatcher.</summary>
public sealed class DispatcherPostgres : PrivatePostgres
{
    protected override async Task MigrateAsync(NpgsqlDataSource database)
    {
        await using var tables = new DispatcherDb(new DbContextOptionsBuilder<DispatcherDb>()
            .UseNpgsql(database, npgsql => npgsql.MigrationsHistoryTable(DispatcherDb.HistoryTable)).UseSnakeCaseNamingConvention().Options);
        await tables.Database.MigrateAsync();
    }
}

/// <summary>Tests that have the tables of deliveries to themselves.</summary>
[CollectionDefinition]
public sealed class OnDeliveries;
