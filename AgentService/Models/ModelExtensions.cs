using AgentService.Agents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentService.Models;

internal static class ModelExtensions
{
    public static void AddModels(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        List<string> names = [ModelDirectory.Default];
        Bind(services, ModelDirectory.Default, ModelOptions.Section);
        foreach (var section in builder.Configuration.GetSection(ModelOptions.OthersSection).GetChildren())
        {
            names.Add(section.Key);
            Bind(services, section.Key, section.Path);
        }

        services.AddSingleton(provider => new ModelDirectory(names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => Create(provider, name))));
    }

    private static void Bind(IServiceCollection services, string name, string section) =>
        services.AddOptions<ModelOptions>(name).BindConfiguration(section).ValidateOnStart();

    private static Model Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<ModelOptions>>().Get(name);
        var time = services.GetRequiredService<TimeProvider>();
        var client = Client(options, time).AsBuilder();
        if (options.ReadsFreeText) client.UseFunctionInvocation();
        client.UseOpenTelemetry(sourceName: AgentTelemetry.Name, configure: tracing => tracing.EnableSensitiveData = false); // whatever the environment says
        return new(name, client.Build(), options.ReadsKnowledge, options.ReadsFreeText);
    }

    private static IChatClient Client(ModelOptions options, TimeProvider time) => options.Provider switch
    {
        EchoChatClient.Provider => new EchoChatClient(options.EchoDelay, time),
        EmbeddedChatClient.Provider => new EmbeddedChatClient(),
        _ => new ServerChatClient(new ModelServer(options), time),
    };
}
