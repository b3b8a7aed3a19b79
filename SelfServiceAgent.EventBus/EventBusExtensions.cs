using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus.Broker;
using SelfServiceAgent.EventBus.Direct;

namespace SelfServiceAgent.EventBus;

public static class EventBusExtensions
{
    /// <summary>The tag of health checks that look after something a service needs; they appear under <c>services</c> in <c>/health</c>.</summary>
    public const string HealthTag = "service";

    /// <summary>Adds <see cref="IEventTransport"/> as <c>Communication:Mode</c> says, and what takes events in.</summary>
    /// <param name="service">One of <see cref="Contracts.ServiceNames"/>.</param>
    public static void AddEventBus(this IHostApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<CommunicationOptions>().BindConfiguration(CommunicationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CommunicationOptions>, CommunicationOptionsValidator>();
        services.AddOptions<ServiceKeyOptions>().BindConfiguration(ServiceKeyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServiceKeyOptions>, ServiceKeyOptionsValidator>();
        services.AddSingleton<ServiceKey>();
        services.AddSingleton(new EventBusIdentity(service));
        services.AddSingleton<EventIntake>();
        if (builder.GetCommunicationMode() == CommunicationMode.Eventing)
        {
            services.AddSingleton<BrokerLink>();
            services.AddHostedService(provider => provider.GetRequiredService<BrokerLink>());
            services.AddSingleton<IEventTransport, BrokerTransport>();
            services.AddHostedService<QueueDepth>();
            services.AddHealthChecks().AddCheck<BrokerHealthCheck>(BrokerHealthCheck.Name, tags: [HealthTag]);
        }
        else
        {
            services.AddSingleton<IEventTransport, DirectTransport>();
        }
    }

    /// <summary>Says who takes in a type of event, one of <see cref="Contracts.EventTypes"/>.</summary>
    public static void AddEventReceiver<TData, TReceiver>(this IServiceCollection services, string type)
        where TReceiver : class, IEventReceiver<TData>
    {
        services.AddSingleton<TReceiver>();
        services.AddSingleton<EventSubscription>(provider => new EventSubscription<TData>(type, provider.GetRequiredService<TReceiver>()));
    }

    /// <summary>Has this service keep the dead letters of all services, and able to replay them. Without a broker there are none.</summary>
    public static void AddDeadLetterReceiver<TReceiver>(this IHostApplicationBuilder builder)
        where TReceiver : class, IDeadLetterReceiver
    {
        if (builder.GetCommunicationMode() == CommunicationMode.Direct) return;
        builder.Services.AddSingleton<IDeadLetterReceiver, TReceiver>();
        builder.Services.AddSingleton<IDeadLetterReplay, DeadLetterReplay>();
    }

    /// <summary>Adds a sweeper that others can wake.</summary>
    public static void AddSweeper<TSweeper>(this IServiceCollection services)
        where TSweeper : SweeperService
    {
        services.AddSingleton<TSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<TSweeper>());
    }

    /// <summary>For what a service adds in one mode only.</summary>
    public static CommunicationMode GetCommunicationMode(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var mode = builder.Configuration[$"{CommunicationOptions.Section}:{nameof(CommunicationOptions.Mode)}"];
        return string.IsNullOrEmpty(mode) ? CommunicationMode.Eventing
            : Enum.TryParse<CommunicationMode>(mode, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
            : throw new InvalidOperationException($"Communication:Mode is '{mode}'; it must be 'eventing' or 'direct'.");
    }
}
