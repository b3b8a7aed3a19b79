using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SelfServiceAgent.Contracts;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults.Retention;

public static class RetentionExtensions
{
    /// <summary>Has a service forget its own rows when they have been kept long enough.</summary>
    /// <param name="section">Where its <typeparamref name="TOptions"/> stand.</param>
    /// <param name="histories">In the order in which they may go: first what refers, then what is referred to.</param>
    public static void AddRetention<TOptions, TValidator>(this IHostApplicationBuilder builder, string section, Func<TOptions, IReadOnlyList<History>> histories)
        where TOptions : RetentionOptions
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddCheckedOptions<TOptions, TValidator>(section);
        services.AddOneTryServiceClient(ServiceNames.RequestManager, SessionEnds.ClientName);
        services.AddSingleton<SessionEnds>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TOptions>>().Value;
            return new RetentionPlan(histories(options), options.Interval);
        });
        services.AddSweeper<RetentionSweeper>();
    }
}
