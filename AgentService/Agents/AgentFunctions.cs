using System.Text.Json;
using System.Text.Json.Nodes;
using AgentService.Tools;
using Microsoft.Extensions.AI;
using SelfServiceAgent.Contracts;

namespace AgentService.Agents;

/// <summary>An agent's tools as functions that a language model may call: only those that change nothing.</summary>
public sealed class AgentFunctions(ToolCatalog tools, ToolRunner runner)
{
    public IList<AITool> For(AgentDefinition agent, AgentTurn turn)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return [.. agent.Tools.Select(tools.FindHarmless).OfType<ITool>().Select(tool => new Function(tool, agent.Tools, runner, turn))];
    }

    private sealed class Function(ITool tool, IReadOnlyList<string> allowed, ToolRunner runner, AgentTurn turn) : AIFunction
    {
        private const string Nothing = """{"found":false}""";

        // Models' servers take letters, digits, _ and - only.
        public override string Name => tool.Name.Replace('.', '_');

        public override string Description => tool.Description;

        public override JsonElement JsonSchema => JsonSerializer.SerializeToElement(tool.Parameters, WireJson.Options);

        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var given = JsonSerializer.SerializeToNode(arguments.ToDictionary(), WireJson.Options) as JsonObject ?? [];
            var result = await runner.RunAsync(
                allowed, tool.Name, turn.RequestId, tool.Name, new(turn.UserId, turn.SessionId, turn.RequestId, Key: "", given), cancellationToken);
            return result?.ToJsonString() ?? Nothing;
        }
    }
}
