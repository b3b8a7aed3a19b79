using Microsoft.EntityFrameworkCore;

namespace AgentService.Storage;

/// <summary>The tables of this service in the database <c>llama_agents</c>.</summary>
public sealed class AgentDb(DbContextOptions<AgentDb> options) : DbContext(options)
{
    public const string HistoryTable = "__ef_migrations_agent_service";

    public DbSet<KnowledgePassage> KnowledgePassages => Set<KnowledgePassage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AgentDb).Assembly);
    }
}
