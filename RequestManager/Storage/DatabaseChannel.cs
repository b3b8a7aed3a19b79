using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfServiceAgent.EventBus;

namespace RequestManager.Storage;

/// <summary>A subject on which replicas tell each other something through the database.</summary>
/// <param name="Name">The channel of LISTEN/NOTIFY: lower case, at most 63 characters.</param>
/// <param name="Hear">Takes each payload, one at a time for all channels; must not block.</param>
/// <param name="Begin">Called whenever listening has begun, or begun anew: what was said before was missed and must be looked up.</param>
internal sealed record DatabaseChannel(string Name, Action<string> Hear, Action Begin);

internal static class DatabaseChannels
{
    /// <summary>Has this replica listen to a channel.</summary>
    public static void AddDatabaseChannel(this IServiceCollection services, Func<IServiceProvider, DatabaseChannel> channel)
    {
        services.AddSingleton(channel);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DatabaseListener>());
    }

    /// <summary>Has whatever is said on a channel wake a sweeper, which looks up what it was.</summary>
    public static void AddDatabaseWakeUp<TSweeper>(this IServiceCollection services, string channel)
        where TSweeper : SweeperService => services.AddDatabaseChannel(provider =>
        {
            var wakeUp = provider.GetRequiredService<TSweeper>().WakeUp;
            return new(channel, _ => wakeUp.Set(), wakeUp.Set);
        });
}
