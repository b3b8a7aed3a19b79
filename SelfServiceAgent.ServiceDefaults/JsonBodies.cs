using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Turns away bodies that are too large or no JSON in UTF-8 (RFC 8259), before anyone looks at a credential.</summary>
public static class JsonBodies
{
    /// <summary>256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <param name="paths">What begins so takes JSON bodies; other paths judge for themselves.</param>
    public static void UseJsonBodies(this IApplicationBuilder app, params string[] paths) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!HasBody(request) || !paths.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))) return next(context);
        if (request.ContentLength > MaxBytes) return CommonProblems.TooLarge.Result().ExecuteAsync(context);
        if (!request.HasJsonContentType() || !IsUtf8(request)) return CommonProblems.UnsupportedMediaType.Result().ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes; // for bodies of unknown length
        return next(context);
    });

    // HTTP/2 has bodies without a header that tells of them.
    private static bool HasBody(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static bool IsUtf8(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
