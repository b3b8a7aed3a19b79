using Microsoft.EntityFrameworkCore;

namespace AgentService.Storage;

/// <summary>The tables of this service in the database <c>llama_agents</c>.</summary>
public sealed class AgentDb(DbContextOptions<AgentDb> options) : DbContext(options)
{
    public DbSet<KnowledgePassage> KnowledgePassages => Set<KnowledgePassage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AgentDb).Assembly);
    }
}
