using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using SelfServiceAgent.AppHost;
using SelfServiceAgent.ServiceDefaults.Production;

namespace AppHost.Tests.Production;

/// <summary>What run mode opens and gives away is what production refuses: a new key or switch there is not forgotten here.</summary>
public sealed class RunModeTests
{
    private static readonly string[] _harmless = ["UserId", "ToolId", "Admin", "Issuer", "Audience", "Enabled"];

    [Fact]
    public async Task Production_refuses_every_key_and_switch_of_run_mode()
    {
        var builder = DistributedApplication.CreateBuilder();
        var (requestManager, dispatcher) = (new ProjectResource("request-manager"), new ProjectResource("integration-dispatcher"));
        builder.OpenForDevelopment(builder.CreateResourceBuilder(requestManager).WithHttpEndpoint(), builder.CreateResourceBuilder(dispatcher));

        foreach (var service in (ProjectResource[])[requestManager, dispatcher])
        {
            var given = await GivenAsync(builder, service);
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(given).Build();
            var refused = ProductionRules.FaultsOf(configuration).Select(fault => fault.Split(' ')[0]);

            var opening = given.Keys.Where(key => !_harmless.Contains(ConfigurationPath.GetSectionKey(key))).ToList();
            Assert.NotEmpty(opening);
            Assert.Empty(opening.Except(refused));
        }
    }

    private static async Task<Dictionary<string, string?>> GivenAsync(IDistributedApplicationBuilder builder, ProjectResource service)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext);
        foreach (var annotation in service.Annotations.OfType<EnvironmentCallbackAnnotation>()) await annotation.Callback(context);
        return context.EnvironmentVariables.ToDictionary(
            variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => variable.Value as string);
    }
}
