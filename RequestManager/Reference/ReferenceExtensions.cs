using Scalar.AspNetCore;
using SelfServiceAgent.ServiceDefaults.Reference;

namespace RequestManager.Reference;

internal static class ReferenceExtensions
{
    private const string Title = "Self-Service Agent";

    private const string Text = """
        People and tools ask IT for help; an agent answers; the answer reaches them on the spot and wherever else they want it.

        JSON is snake_case. Unknown fields are ignored; enum values are read in any case and written in upper case; times are RFC 3339 in UTC.
        Errors are `application/problem+json` (RFC 9457) with a stable `code`. A body may have 256 KiB.
        """;

    public static void AddReference(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CredentialSchemes>();
        builder.Services.AddSingleton<ReferenceDocument>();
        builder.Services.AddOpenApi(ReferenceOptions.Document, options =>
        {
            ReferenceOptions.Configure(options, Title, Text);
            options.AddDocumentTransformer<CredentialWriter>();
            options.AddOperationTransformer<CredentialWriter>();
        });
    }

    /// <summary>The reference for programs and, at <c>/docs</c>, for people. Anyone may read it.</summary>
    public static void MapReference(this IEndpointRouteBuilder app)
    {
        app.MapGet(ReferenceOptions.Path, ServeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapScalarApiReference("/docs", scalar => scalar.WithTitle(Title).DisableDefaultFonts().DisableTelemetry().DisableAgent().HideDeveloperTools()).AllowAnonymous();
    }

    private static async Task<IResult> ServeAsync(ReferenceDocument reference, CancellationToken cancellationToken) =>
        TypedResults.Text(await reference.WriteAsync(cancellationToken), "application/json");
}
