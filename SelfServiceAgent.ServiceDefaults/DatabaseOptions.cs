using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Section <c>Database</c>: how a service uses the database <c>llama_agents</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Whether the service brings its own tables up to date when it starts. On in run mode; elsewhere a job does it.</summary>
    public bool MigrateOnStart { get; set; }

    /// <summary>Brings the service's own tables up to date and ends, instead of starting the service: what a migration job sets.</summary>
    public bool MigrateOnly { get; set; }

    /// <summary>
    /// Connections one process may hold, besides one for its health check. All processes together must stay below the server's
    /// <c>max_connections</c>.
    /// </summary>
    [Range(2, 500)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>How long a start waits for the database, and for its tables to be up to date, before it gives up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);
}

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;
