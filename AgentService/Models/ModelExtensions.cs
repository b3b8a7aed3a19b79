using AgentService.Agents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentService.Models;

internal static class ModelExtensions
{
    // A model that goes on calling functions has lost its way, and each round costs.
    private const int MaxRounds = 8;

    public static void AddModels(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        List<string> names = [ModelDirectory.Default];
        Bind(services, ModelDirectory.Default, ModelOptions.Section);
        foreach (var section in builder.Configuration.GetSection(ModelOptions.OthersSection).GetChildren())
        {
            var name = section.Key.Equals(ModelDirectory.Default, StringComparison.OrdinalIgnoreCase) ? ModelDirectory.Default : section.Key;
            names.Add(name);
            Bind(services, name, section.Path);
        }

        services.AddSingleton(provider => new ModelDirectory(names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => Create(provider, name))));
    }

    private static void Bind(IServiceCollection services, string name, string section) =>
        services.AddOptions<ModelOptions>(name).BindConfiguration(section).ValidateOnStart();

    private static Model Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<ModelOptions>>().Get(name);
        var client = Client(services, name, options).AsBuilder();
        if (options.ReadsFreeText) client.UseFunctionInvocation(configure: functions => functions.MaximumIterationsPerRequest = MaxRounds);
        client.Use(inner => new CountedCalls(inner));
        client.UseOpenTelemetry(sourceName: AgentTelemetry.Name, configure: tracing => tracing.EnableSensitiveData = false); // whatever the environment says
        return new(name, client.Build(), options.ReadsKnowledge, options.ReadsFreeText);
    }

    private static IChatClient Client(IServiceProvider services, string name, ModelOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        return options.Provider switch
        {
            EchoChatClient.Provider => new EchoChatClient(options.EchoDelay, time),
            EmbeddedChatClient.Provider => new EmbeddedChatClient(),
            _ => new ServerChatClient(name, new ModelServer(options, time), time, services.GetRequiredService<ILogger<ServerChatClient>>()),
        };
    }
}
