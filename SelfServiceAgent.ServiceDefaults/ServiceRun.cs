using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>What a service does once it is put together.</summary>
public static class ServiceRun
{
    /// <summary>
    /// Runs until it is asked to stop. With <c>Database:MigrateOnly</c> it brings its tables up to date and is done, without a broker and
    /// without a key; an exit code other than 0 says that it could not.
    /// </summary>
    public static async Task RunServiceAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var end = app;
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.MigrateOnly)
            await app.Services.GetRequiredService<IMigration>().MigrateAsync(CancellationToken.None);
        else
            await app.RunAsync();
    }
}

/// <summary>Brings the tables of the service up to date, whichever they are.</summary>
internal interface IMigration
{
    /// <summary>Waits for the database, for <see cref="DatabaseOptions.StartTimeout"/> at most.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}
