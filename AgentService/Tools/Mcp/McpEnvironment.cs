using ModelContextProtocol.Client;

namespace AgentService.Tools.Mcp;

/// <summary>What a program that we start is told of its surroundings: never our connection strings and keys.</summary>
internal static class McpEnvironment
{
    public static Dictionary<string, string?> For(McpServerOptions options)
    {
        var variables = StdioClientTransportOptions.GetDefaultEnvironmentVariables();
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) variables["DOTNET_ROOT"] = root;
        foreach (var (name, value) in options.Environment) variables[name] = value;
        return variables;
    }
}
