using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Tools.Mcp;

/// <summary>Section <c>Tools:Mcp:NAME</c>: an MCP server, reached over streamable HTTP or started as a child process.</summary>
public sealed class McpServerOptions
{
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1), _longest = TimeSpan.FromMinutes(5);

    /// <summary>Its endpoint: https, or http on this machine. Either this or <see cref="Command"/>.</summary>
    public string? Url { get; set; }

    /// <summary>The program that speaks MCP over its standard input and output.</summary>
    public string? Command { get; set; }

    /// <summary>What the program is started with.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>Environment variables of the program. Of ours it gets what programs need to run at all, and no secret.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Sent with each call over HTTP: credentials, for instance.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>How long one call may take, and how long connecting and listing the tools may, 1 s to 5 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Its tools that change nothing, whatever the server says of them. Only these can a flow call without a yes.</summary>
    public IReadOnlyList<string> ReadOnly { get; set; } = [];

    /// <summary>Its tool that finds what an earlier call has done, by the argument <c>key</c>. Without one, such a call is repeated only where the server says it may be.</summary>
    public string? LookUp { get; set; }

    /// <summary>What is wrong, each beginning with the key.</summary>
    internal IEnumerable<string> Objections()
    {
        if (string.IsNullOrEmpty(Url) == string.IsNullOrEmpty(Command)) yield return "Url must be given, or Command, and not both.";
        if (!new FarSideUrlAttribute().IsValid(Url)) yield return "Url must be an https URL without credentials, query or fragment; http only on this machine.";
        if (Arguments.Count + Environment.Count > 0 && string.IsNullOrEmpty(Command)) yield return "Arguments and Environment need a Command.";
        if (Headers.Count > 0 && string.IsNullOrEmpty(Url)) yield return "Headers need a Url.";
        if (Headers.Any(header => !IsHeader(header.Key, header.Value))) yield return "Headers must have plain names, values of visible ASCII, and none of x-ssa-….";
        if (Timeout < _shortest || Timeout > _longest) yield return "Timeout must be between 1 s and 5 min.";
    }

    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !name.StartsWith("x-ssa-", StringComparison.OrdinalIgnoreCase)
            && value.Length > 0 && value.All(c => c is >= ' ' and < '\x7f');
}
