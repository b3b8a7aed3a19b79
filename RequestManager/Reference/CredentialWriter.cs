using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RequestManager.Reference;

/// <summary>Writes into the reference which credentials there are and which each operation takes.</summary>
internal sealed class CredentialWriter(CredentialSchemes schemes) : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        CredentialSchemes.PutOn(document);
        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is { } policy) operation.Security = schemes.Of(policy, context.Document!);
        return Task.CompletedTask;
    }
}
