using AgentService.Storage;
using AgentService.Tests;
using Microsoft.EntityFrameworkCore;
using Npgsql;

[assembly: AssemblyFixture(typeof(AgentPostgres))]

namespace AgentService.Tests;

/// <summary>With the tables of AgentService.</summary>
public sealed class AgentPostgres : PrivatePostgres
{
    protected override async Task MigrateAsync(NpgsqlDataSource database)
    {
        await using var tables = new AgentDb(new DbContextOptionsBuilder<AgentDb>()
            .UseNpgsql(database, npgsql => npgsql.MigrationsHistoryTable(AgentDb.HistoryTable)).UseSnakeCaseNamingConvention().Options);
        await tables.Database.MigrateAsync();
    }
}
