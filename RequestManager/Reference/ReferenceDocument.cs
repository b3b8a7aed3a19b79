using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RequestManager.Callers;
using RequestManager.FrontDoor;
using SelfServiceAgent.ServiceDefaults;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

/// <summary>The reference of all that is reached through this door: its own operations and those it forwards. Written once a minute at most.</summary>
internal sealed class ReferenceDocument(
    [FromKeyedServices(ReferenceOptions.Document)] IOpenApiDocumentProvider own, DispatcherReference dispatcher, CredentialSchemes credentials, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan _freshness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _freshnessOfHalf = TimeSpan.FromSeconds(5); // while the dispatcher is away

    // What forwarding adds: the limit of each address, and that the dispatcher may be away.
    private static readonly ProblemKind[] _ofForwarding =
    [
        Problems.RateLimited,
        CommonProblems.Unavailable with { Status = StatusCodes.Status502BadGateway },
        CommonProblems.Unavailable with { Status = StatusCodes.Status504GatewayTimeout },
    ];

    // A tool has nothing of its own but its requests.
    private static readonly string[] _forTools = ["/api/v1/integration-defaults", "/api/v1/integration-types", "/api/v1/requests/{request_id}/deliveries"];

    private readonly SemaphoreSlim _writing = new(1);
    private volatile Written _written = new("", DateTimeOffset.MinValue);

    /// <returns>JSON; without what is forwarded while the dispatcher is away.</returns>
    public async ValueTask<string> WriteAsync(CancellationToken cancellationToken)
    {
        if (_written is var fresh && clock.GetUtcNow() < fresh.Until) return fresh.Json;
        await _writing.WaitAsync(cancellationToken); // for those who come together it is written once
        try
        {
            return _written is var written && clock.GetUtcNow() < written.Until ? written.Json : await WriteAnewAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<string> WriteAnewAsync(CancellationToken cancellationToken)
    {
        var document = await own.GetOpenApiDocumentAsync(cancellationToken);
        var forwarded = await dispatcher.AskAsync(cancellationToken);
        if (forwarded is not null) Add(document, forwarded);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        _written = new(json, clock.GetUtcNow() + (forwarded is null ? _freshnessOfHalf : _freshness));
        return json;
    }

    private void Add(OpenApiDocument document, OpenApiDocument forwarded)
    {
        foreach (var (path, item) in forwarded.Paths.Where(path => ManagementForwarding.Forwards(path.Key)))
        {
            foreach (var operation in item.Operations!.Values) Complete(operation, isForTools: _forTools.Contains(path), document);
            document.Paths.Add(path, item);
        }

        foreach (var (name, schema) in forwarded.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>()) document.Components!.Schemas!.TryAdd(name, schema);
        document.Tags!.UnionWith(forwarded.Tags ?? new HashSet<OpenApiTag>());
    }

    private void Complete(OpenApiOperation operation, bool isForTools, OpenApiDocument document)
    {
        operation.Security = isForTools ? credentials.OfToolsToo(CallersExtensions.Managers, document) : credentials.Of(CallersExtensions.Managers, document);
        ProblemResponses.AddTo(operation, _ofForwarding, document);
    }

    private sealed record Written(string Json, DateTimeOffset Until);
}
