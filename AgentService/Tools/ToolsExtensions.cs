using AgentService.Tools.Laptops;

namespace AgentService.Tools;

internal static class ToolsExtensions
{
    private static readonly string _data = Path.Combine(AppContext.BaseDirectory, "Config", "data");

    /// <summary>What agents can do and look up.</summary>
    public static void AddTools(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ITool>(_ => new FindLaptopTool(People.Read(Path.Combine(_data, "people.csv"))));
        builder.Services.AddSingleton<ITool>(_ => LaptopOffersTool.Load(Path.Combine(_data, "laptop-offers.json")));
        builder.Services.AddSingleton<ToolRunner>();
    }
}
