using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SelfServiceAgent.ServiceDefaults;

namespace AgentService.Models;

/// <summary>Section <c>Model</c>: the language model behind the agents; sections <c>Models:NAME</c>: others, for agents that name one.</summary>
public sealed class ModelOptions
{
    public const string Section = "Model", OthersSection = "Models";

    public const string LlamaStack = "llama-stack", OpenAI = "openai";

    /// <summary>
    /// <c>embedded</c>: answers with passages of the knowledge base; no network, no weights, the same answer every time.
    /// <c>echo</c>: says back what was said, without looking anything up; for measuring everything else.
    /// <c>llama-stack</c>: a Llama Stack (OGX) server, by its Responses API, else by chat completions.
    /// <c>openai</c>: any server that is compatible with OpenAI's chat completions.
    /// </summary>
    public string Provider { get; set; } = EmbeddedChatClient.Provider;

    /// <summary>How long the <c>echo</c> model takes to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan EchoDelay { get; set; }

    /// <summary>Where the server is, with the version: <c>http://localhost:8321/v1</c>.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Sent as a bearer token; none where the server wants none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model to ask; the first that the server lists when left out.</summary>
    public string? ModelId { get; set; }

    /// <summary>How long one answer may take, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call that failed for a passing reason is made again, before the turn itself is tried again.</summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>How long an answer may be.</summary>
    [Range(16, 128_000)]
    public int MaxOutputTokens { get; set; } = 1024;

    /// <summary>Sent along with every call.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Vector stores of the server that it searches by itself (<c>file_search</c>).</summary>
    public IReadOnlyList<string> VectorStores { get; set; } = [];

    /// <summary>MCP servers that the server calls by itself, by their labels.</summary>
    public Dictionary<string, ServedMcpServer> McpServers { get; } = [];

    /// <summary>Lets questions and the key travel to another machine in clear.</summary>
    public bool DangerousAllowHttp { get; set; }

    /// <summary>Whether passages of the knowledge base are of any use to this model.</summary>
    public bool ReadsKnowledge => Provider != EchoChatClient.Provider;

    /// <summary>Whether this model understands what nobody has written down for it.</summary>
    public bool ReadsFreeText => Provider is LlamaStack or OpenAI;
}

/// <summary>An MCP server that a model server calls by itself: nobody is asked, so nothing that has an effect belongs here.</summary>
public sealed class ServedMcpServer
{
    /// <summary>Where it is, as the model server sees it.</summary>
    public string? Url { get; set; }

    /// <summary>The tools that may be called, and no other.</summary>
    public IReadOnlyList<string> AllowedTools { get; set; } = [];
}

[OptionsValidator]
internal sealed partial class ModelRanges : IValidateOptions<ModelOptions>;

internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    private static readonly string[] _providers = [EmbeddedChatClient.Provider, EchoChatClient.Provider, ModelOptions.LlamaStack, ModelOptions.OpenAI];
    private static readonly ModelRanges _ranges = new();

    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var section = name == ModelDirectory.Default ? ModelOptions.Section : $"{ModelOptions.OthersSection}:{name}";
        if (_ranges.Validate(section, options) is { Failed: true } outOfRange) return outOfRange;
        var faults = new List<string>();
        if (!_providers.Contains(options.Provider)) faults.Add($"{section}:Provider must be one of {string.Join(", ", _providers)}.");
        if (options.ReadsFreeText) faults.AddRange(OfServer(section, options));
        if (options.Provider != ModelOptions.LlamaStack && options.VectorStores.Count + options.McpServers.Count > 0)
            faults.Add($"{section}:VectorStores and {section}:McpServers are for {ModelOptions.LlamaStack} only.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> OfServer(string section, ModelOptions options)
    {
        if (!FarSideUrlAttribute.Allows(options.BaseUrl, options.DangerousAllowHttp))
            yield return $"{section}:BaseUrl must be an https URL without credentials, query or fragment; http only on this machine.";
        if (options.ApiKey?.Any(char.IsControl) == true) yield return $"{section}:ApiKey must be on one line.";
        foreach (var (name, value) in options.Headers)
        {
            if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) yield return $"{section}:Headers:{name} is not the name of a header.";
            if (value.Any(char.IsControl)) yield return $"{section}:Headers:{name} must be on one line.";
        }

        foreach (var (label, server) in options.McpServers)
        {
            if (!FarSideUrlAttribute.Allows(server.Url, options.DangerousAllowHttp))
                yield return $"{section}:McpServers:{label}:Url must be an https URL without credentials, query or fragment; http only on this machine.";
            if (server.AllowedTools.Count == 0) yield return $"{section}:McpServers:{label}:AllowedTools must name the tools that may be called without asking anyone.";
        }
    }
}
