using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AgentService.Storage;

/// <summary>What <c>dotnet ef</c> makes the context with, so that a migration can be written without a database or a configuration.</summary>
internal sealed class AgentDbDesign : IDesignTimeDbContextFactory<AgentDb>
{
    public AgentDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AgentDb>().UseNpgsql(npgsql => npgsql.MigrationsHistoryTable(AgentDb.HistoryTable)).UseSnakeCaseNamingConvention().Options);
}
