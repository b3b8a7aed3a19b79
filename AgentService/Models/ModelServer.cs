using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using OpenAI.Responses;

namespace AgentService.Models;

/// <summary>A server that speaks OpenAI's protocols: which of them, which model, and the calls themselves. All of it through OpenAI's own library.</summary>
internal sealed class ModelServer : IDisposable
{
    // The server lacks the Responses API, and says so in one of these ways.
    private static readonly HashSet<int> _lacking = [StatusCodes.Status404NotFound, StatusCodes.Status405MethodNotAllowed, StatusCodes.Status501NotImplemented];

    private readonly ModelOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan, // each call brings its own
    };

    private readonly IReadOnlyList<AITool> _tools;
    private volatile bool _lacksResponses;
    private volatile string? _chosen;

    public ModelServer(ModelOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _tools =
        [
            .. options.VectorStores.Count > 0 ? [new HostedFileSearchTool { Inputs = [.. options.VectorStores.Select(id => new HostedVectorStoreContent(id))] }] : Array.Empty<AITool>(),
            .. options.McpServers.Select(server => new HostedMcpServerTool(server.Key, new Uri(server.Value.Url!))
            {
                AllowedTools = [.. server.Value.AllowedTools],
                ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire, // none of these has an effect
            }),
        ];
    }

    public string Provider => _options.Provider;

    public TimeSpan Timeout => _options.Timeout;

    public Uri Address => new(_options.BaseUrl!);

    /// <summary>Whether the model is one that the server listed.</summary>
    public bool ChoosesModel => string.IsNullOrEmpty(_options.ModelId);

    public ServerProtocol Protocol => Provider == ModelOptions.LlamaStack && !_lacksResponses ? ServerProtocol.Responses : ServerProtocol.ChatCompletions;

    public async Task<IChatClient> ClientAsync(ServerProtocol protocol, CancellationToken cancellationToken)
    {
        var modelId = ChoosesModel ? _chosen ??= await FirstModelAsync(cancellationToken) : _options.ModelId!;
        return protocol == ServerProtocol.Responses
            ? new ResponsesClient(new CallHeaders(_options), Configured(new ResponsesClientOptions { Endpoint = Address })).AsIChatClient(modelId)
            : new ChatClient(modelId, new CallHeaders(_options), Configured(new OpenAIClientOptions { Endpoint = Address })).AsIChatClient();
    }

    /// <summary>What the caller wants, and what is configured. The server searches and calls by itself only over the Responses API, and not where no tool is wanted.</summary>
    public ChatOptions Complete(ChatOptions? options, ServerProtocol protocol)
    {
        var complete = options?.Clone() ?? new();
        complete.MaxOutputTokens ??= _options.MaxOutputTokens;
        if (protocol != ServerProtocol.Responses) return complete;
        if (_tools.Count > 0 && complete.ToolMode != ChatToolMode.None) complete.Tools = [.. complete.Tools ?? [], .. _tools];
        complete.RawRepresentationFactory = _ => new CreateResponseOptions { StoredOutputEnabled = false }; // what is to be remembered, we remember
        return complete;
    }

    /// <summary>Whether a failure may mean that the server lacks the Responses API. It may mean as well that it lacks the model.</summary>
    public static bool MayLackResponses(Exception failure) => failure is ClientResultException { Status: var status } && _lacking.Contains(status);

    /// <returns>False when that is known already.</returns>
    public bool RememberLackOfResponses() => !_lacksResponses && (_lacksResponses = true);

    /// <summary>The next call chooses again: the server may have been given other models.</summary>
    public void ForgetChosenModel() => _chosen = null;

    public void Dispose() => _http.Dispose();

    private async Task<string> FirstModelAsync(CancellationToken cancellationToken)
    {
        var models = new OpenAIModelClient(new CallHeaders(_options), Configured(new OpenAIClientOptions { Endpoint = Address }));
        var listed = (await models.GetModelsAsync(cancellationToken)).Value;
        return listed.FirstOrDefault()?.Id ?? throw new ModelException("The model server lists no model.") { Passes = true };
    }

    private T Configured<T>(T options)
        where T : ClientPipelineOptions
    {
        options.Transport = new HttpClientPipelineTransport(_http);
        options.RetryPolicy = new PatientRetries(_options, _time);
        options.NetworkTimeout = _options.Timeout;
        return options;
    }
}

internal enum ServerProtocol
{
    Responses,
    ChatCompletions,
}
