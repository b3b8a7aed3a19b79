using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SelfServiceAgent.ServiceDefaults;

public static class OptionsExtensions
{
    /// <summary>Options from a configuration section that stop the service from starting when they are wrong.</summary>
    public static IServiceCollection AddCheckedOptions<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        return services;
    }
}
