using Microsoft.Extensions.Configuration;
using SelfServiceAgent.AppHost.Publishing;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>
/// Hands configuration of the AppHost through to a service: <c>Services:RequestManager:Requests:ResponseTimeout=00:00:02</c> reaches
/// RequestManager as <c>Requests__ResponseTimeout</c>. It comes last and so replaces what the plan says; tests shorten times with
/// it, developers add their Slack token. Run mode only: what lies in someone's user secrets must not end up in a manifest. What is
/// published has settings of its own, <c>Publish:RequestManager:…</c>, which nobody has by chance.
/// </summary>
internal static class ServiceConfiguration
{
    public static void PassConfigurationTo(this IDistributedApplicationBuilder builder, params Service[] services)
    {
        var section = builder.Configuration.GetSection(builder.ExecutionContext.IsRunMode ? "Services" : "Publish");
        RefuseUnknown(section, services);
        foreach (var service in services)
            service.WithValues(section.GetSection(service.ConfigurationName()));
    }

    private static void WithValues(this Service service, IConfigurationSection section)
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            var name = key.Replace(":", "__", StringComparison.Ordinal);
            if (name.Length == 0 || value is null)
                continue;

            var builder = service.ApplicationBuilder;
            var given = builder.ExecutionContext.IsRunMode ? value : PublishedValue.Of(builder, $"{section.Path}:{key}", value);
            service.WithEnvironment(context => Replace(context.EnvironmentVariables, name, given));
        }
    }

    // Configuration ignores case and the environment does not: without this, both spellings would reach the service and either might win.
    private static void Replace(Dictionary<string, object> environment, string name, object value)
    {
        foreach (var other in environment.Keys.Where(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
            environment.Remove(other);

        environment[name] = value;
    }

    private static void RefuseUnknown(IConfigurationSection section, Service[] services)
    {
        var known = services.Select(s => s.ConfigurationName()).ToList();
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new DistributedApplicationException(
                    $"{child.Path} names no service. Allowed: {section.Key}:{string.Join($" | {section.Key}:", known)}.");
            }
        }
    }
}
