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
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan, // each call brings its own
    };

    private volatile bool _lacksResponses;
    private volatile string? _modelId;

    public ModelServer(ModelOptions options)
    {
        _options = options;
        _modelId = string.IsNullOrEmpty(options.ModelId) ? null : options.ModelId;
        Tools =
        [
            .. options.VectorStores.Count > 0 ? [new HostedFileSearchTool { Inputs = [.. options.VectorStores.Select(id => new HostedVectorStoreContent(id))] }] : Array.Empty<AITool>(),
            .. options.McpServers.Select(server => new HostedMcpServerTool(server.Key, new Uri(server.Value)) { ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire }),
        ];
    }

    public string Provider => _options.Provider;

    public TimeSpan Timeout => _options.Timeout;

    public int MaxOutputTokens => _options.MaxOutputTokens;

    /// <summary>What the server does by itself; only the Responses API can.</summary>
    public IReadOnlyList<AITool> Tools { get; }

    public bool SpeaksResponses => Provider == ModelOptions.LlamaStack && !_lacksResponses;

    public Uri Address => new(_options.BaseUrl!);

    /// <returns>The client for the protocol that the server speaks, as far as is known.</returns>
    public async Task<IChatClient> ClientAsync(CancellationToken cancellationToken)
    {
        var modelId = _modelId ??= await FirstModelAsync(cancellationToken);
        return SpeaksResponses
            ? new ResponsesClient(new Credential(_options), Configured(new ResponsesClientOptions { Endpoint = Address })).AsIChatClient(modelId)
            : new ChatClient(modelId, new Credential(_options), Configured(new OpenAIClientOptions { Endpoint = Address })).AsIChatClient();
    }

    /// <summary>Remembers that the server lacks the Responses API, where that is what a failure says.</summary>
    /// <returns>Whether another protocol is left to try.</returns>
    public bool FallsBack(Exception failure)
    {
        if (!SpeaksResponses || failure is not ClientResultException { Status: var status } || !_lacking.Contains(status)) return false;
        _lacksResponses = true;
        return true;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> FirstModelAsync(CancellationToken cancellationToken)
    {
        var models = new OpenAIModelClient(new Credential(_options), Configured(new OpenAIClientOptions { Endpoint = Address }));
        var listed = (await models.GetModelsAsync(cancellationToken)).Value;
        return listed.FirstOrDefault()?.Id ?? throw new ModelException("The model server lists no model.") { Passes = true };
    }

    private T Configured<T>(T options)
        where T : ClientPipelineOptions
    {
        options.Transport = new HttpClientPipelineTransport(_http);
        options.RetryPolicy = new ClientRetryPolicy(_options.Retries);
        options.NetworkTimeout = _options.Timeout;
        return options;
    }

    /// <summary>The key, where the server wants one, and whatever else it is to be told.</summary>
    private sealed class Credential(ModelOptions options) : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Set(message);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Set(message);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Set(PipelineMessage message)
        {
            if (!string.IsNullOrEmpty(options.ApiKey)) message.Request.Headers.Set("Authorization", $"Bearer {options.ApiKey}");
            foreach (var (name, value) in options.Headers) message.Request.Headers.Set(name, value);
        }
    }
}
