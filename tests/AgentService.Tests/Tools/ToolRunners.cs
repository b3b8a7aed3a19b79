using AgentService.Tools;
using AgentService.Tools.Effects;
using AgentService.Tools.Mcp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentService.Tests.Tools;

/// <summary>Runners as the service makes them.</summary>
internal static class ToolRunners
{
    public static ToolRunner Of(
        IEnumerable<ITool> tools, IToolJournal? journal = null, IEnumerable<McpServer>? servers = null, TimeProvider? clock = null, ILogger<ToolRunner>? logger = null) =>
        new(new(tools, servers ?? []), journal ?? new PlayedJournal(), Options.Create(new ToolsOptions()), clock ?? TimeProvider.System, logger ?? NullLogger<ToolRunner>.Instance);

    public static ToolCall CallOf(string userId, params (string Name, string Value)[] arguments) =>
        new(userId, Guid.NewGuid(), Guid.NewGuid(), Key: "", new(arguments.Select(argument => KeyValuePair.Create(argument.Name, (System.Text.Json.Nodes.JsonNode?)argument.Value))));
}
