using Microsoft.Extensions.Configuration;
using Service = Aspire.Hosting.ApplicationModel.IResourceBuilder<Aspire.Hosting.ApplicationModel.ProjectResource>;

namespace SelfServiceAgent.AppHost;

/// <summary>
/// Hands configuration of the AppHost through to a service: <c>Services:RequestManager:Requests:ResponseTimeout=00:00:02</c> reaches
/// RequestManager as <c>Requests__ResponseTimeout</c>. It comes last and so replaces what the plan says; tests shorten times with
/// it, developers add their Slack token. Run mode only: a value lying in someone's user secrets must not end up in a manifest.
/// </summary>
internal static class ServiceConfiguration
{
    private const string Section = "Services";

    public static void PassConfigurationTo(this IDistributedApplicationBuilder builder, params Service[] services)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;

        var section = builder.Configuration.GetSection(Section);
        RefuseUnknown(section, services);
        foreach (var service in services)
            service.WithValues(section.GetSection(service.ConfigurationName()));
    }

    private static void WithValues(this Service service, IConfigurationSection section)
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            var name = key.Replace(":", "__", StringComparison.Ordinal);
            if (name.Length > 0 && value is not null)
                service.WithEnvironment(context => Replace(context.EnvironmentVariables, name, value));
        }
    }

    // Configuration ignores case and the environment does not: without this, both spellings would reach the service and either might win.
    private static void Replace(Dictionary<string, object> environment, string name, string value)
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
                    $"{child.Path} names no service. Allowed: {Section}:{string.Join($" | {Section}:", known)}.");
            }
        }
    }
}
