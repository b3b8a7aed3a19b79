using AgentService.Tools.Effects;
using AgentService.Tools.Laptops;
using AgentService.Tools.Mcp;
using AgentService.Tools.Tickets;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools;

internal static class ToolsExtensions
{
    private static readonly string _data = Path.Combine(AppContext.BaseDirectory, "Config", "data");

    /// <summary>What agents can do and look up. Needs the database.</summary>
    public static void AddTools(this IHostApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<ToolsOptions, ToolsOptionsValidator>(ToolsOptions.Section);
        builder.Services.AddSingleton<ITool>(_ => new FindLaptopTool(People.Read(Path.Combine(_data, "people.csv"))));
        builder.Services.AddSingleton<ITool>(_ => LaptopOffersTool.Load(Path.Combine(_data, "laptop-offers.json")));
        builder.Services.AddTickets();
        builder.Services.AddSingleton<McpServers>();
        builder.Services.AddSingleton(services => new ToolCatalog(services.GetServices<ITool>(), services.GetRequiredService<McpServers>().All));
        builder.Services.AddSingleton<IToolJournal, ToolJournal>();
        builder.Services.AddSingleton<ToolRunner>();
    }
}
