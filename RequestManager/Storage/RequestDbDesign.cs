using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RequestManager.Storage;

/// <summary>What <c>dotnet ef</c> makes the context with, so that a migration can be written without a database or a configuration.</summary>
internal sealed class RequestDbDesign : IDesignTimeDbContextFactory<RequestDb>
{
    public RequestDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<RequestDb>()
        .UseNpgsql(npgsql => npgsql.MigrationsHistoryTable(RequestDb.HistoryTable)).UseSnakeCaseNamingConvention().Options);
}
