using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace SelfServiceAgent.ServiceDefaults;

public static class DatabaseExtensions
{
    /// <summary>The name of the connection string, and of the database resource in the AppHost.</summary>
    public const string ConnectionName = "llama-agents";

    // A batch of arrays would else be planned anew each time; and while a table is small, all of it would be read for each batch, also when it has
    // long grown. Whatever we ask for has an index, and nothing is worth compiling.
    private const string Planning = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

    /// <summary>
    /// Adds the database: an <see cref="NpgsqlDataSource"/> for hot paths, a pooled <typeparamref name="TContext"/> for the rest, its
    /// migrations (under a history table of the service's own) and its health check.
    /// </summary>
    public static void AddServiceDatabase<TContext>(this IHostApplicationBuilder builder, string historyTable)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCheckedOptions<DatabaseOptions, DatabaseOptionsValidator>(DatabaseOptions.Section);
        var options = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
        builder.AddNpgsqlDataSource(ConnectionName, settings =>
        {
            settings.DisableHealthChecks = true; // ours says "database_connected" and has a time-out of its own
            settings.ConnectionString = Tuned(settings.ConnectionString, options);
        });
        builder.AddKeyedNpgsqlDataSource(ConnectionName, settings =>
        {
            settings.DisableHealthChecks = true;
            settings.DisableMetrics = true; // the other's are both's, and would be written twice
            settings.DisableTracing = true;
            settings.ConnectionString = OfHealthCheck(Tuned(settings.ConnectionString, options));
        });
        builder.Services.AddDbContextPool<TContext>((services, context) => context
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.MigrationsHistoryTable(historyTable))
            .UseSnakeCaseNamingConvention());
        builder.Services.AddSingleton<DatabaseMigrator<TContext>>();
        builder.Services.AddSingleton<IMigration>(services => services.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseMigrator<TContext>>());
        builder.Services.AddSingleton<DatabaseHealthCheck>(); // it remembers
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>(DatabaseHealthCheck.Name);
    }

    private static string Tuned(string? connectionString, DatabaseOptions options)
    {
        if (string.IsNullOrEmpty(connectionString))
            throw new InvalidOperationException($"ConnectionStrings:{ConnectionName} is missing; it names the PostgreSQL database to use.");
        var address = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = options.MaxPoolSize,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true, // whoever changes a connection of the pool undoes it
            Timeout = 15, // also how long a burst waits for a connection of the pool before it is told 503
            CommandTimeout = 15,
        };
        address.Options = $"{Planning} {address.Options}".TrimEnd(); // the operator's word is the last
        return address.ConnectionString;
    }

    private static string OfHealthCheck(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { MinPoolSize = 0, MaxPoolSize = 1 }.ConnectionString;
}
