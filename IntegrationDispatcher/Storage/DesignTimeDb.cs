using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IntegrationDispatcher.Storage;

/// <summary>For the EF Core tools, which write migrations without a running service or database.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<DispatcherDb>
{
    public DispatcherDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<DispatcherDb>()
            .UseNpgsql("Host=none", npgsql => npgsql.MigrationsHistoryTable(DispatcherDb.HistoryTable))
            .UseSnakeCaseNamingConvention().Options);
}
