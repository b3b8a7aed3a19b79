using Microsoft.AspNetCore.Http.Features;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>Turns away what is too large or no JSON before anyone looks at a credential.</summary>
internal static class RequestSizeLimit
{
    public static void UseRequestSizeLimit(this IApplicationBuilder app) => app.Use(CheckAsync);

    private static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Path.StartsWithSegments("/api/v1/requests")) return next(context);
        if (request.ContentLength > RequestBody.MaxBytes) return CommonProblems.TooLarge.Result().ExecuteAsync(context);
        if (!request.HasJsonContentType()) return CommonProblems.UnsupportedMediaType.Result().ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = RequestBody.MaxBytes;
        return next(context);
    }
}
