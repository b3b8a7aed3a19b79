using System.Diagnostics;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SelfServiceAgent.EventBus;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Every error that leaves a service is a problem with a <c>code</c> and a <c>trace_id</c>.</summary>
internal static class ProblemsExtensions
{
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Complete);
        builder.Services.AddSingleton<IProblemDetailsWriter, UnexpectedProblems>(); // after the framework's own
        builder.Services.AddExceptionHandler<ExceptionProblems>();
        builder.Services.Configure<ExceptionHandlerOptions>(handler => handler.SuppressDiagnosticsCallback = IsNoFaultOfOurs);
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that one place words them
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(); // a bare 401, 404, 405 or 415 of the framework becomes a problem as well
    }

    // A 500 says nothing to the caller, so the log must say everything; what the caller or the weather did needs no stack trace.
    private static bool IsNoFaultOfOurs(ExceptionHandlerSuppressDiagnosticsContext context) =>
        context.Exception is BadHttpRequestException || TransientFaults.Is(context.Exception);

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        problem.Extensions["trace_id"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        if (!problem.Extensions.ContainsKey("code") && KindOf(problem.Status) is { } kind)
        {
            problem.Title = kind.Title;
            problem.Extensions["code"] = kind.Code;
        }

        problem.Type ??= TypeOf(problem.Status);
    }

    // Those the framework has no page for.
    private static string TypeOf(int? status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "https://tools.ietf.org/html/rfc9110#section-15.5.14",
        StatusCodes.Status429TooManyRequests => "https://tools.ietf.org/html/rfc6585#section-4",
        _ => "about:blank",
    };

    private static ProblemKind? KindOf(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => CommonProblems.ValidationFailed,
        StatusCodes.Status401Unauthorized => CommonProblems.Unauthenticated,
        StatusCodes.Status403Forbidden => CommonProblems.Forbidden,
        StatusCodes.Status404NotFound => CommonProblems.NotFound,
        StatusCodes.Status405MethodNotAllowed => new(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "This address does not know that method."),
        StatusCodes.Status413PayloadTooLarge => CommonProblems.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => CommonProblems.UnsupportedMediaType,
        StatusCodes.Status500InternalServerError => CommonProblems.Internal,
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => CommonProblems.Unavailable,
        _ => null,
    };

    private sealed class ExceptionProblems(IProblemDetailsService problems) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var (kind, errors) = KindOf(exception);
            httpContext.Response.StatusCode = kind.Status;
            if (kind.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "5";
            var context = new ProblemDetailsContext { HttpContext = httpContext };
            context.ProblemDetails.Status = kind.Status;
            context.ProblemDetails.Title = kind.Title;
            context.ProblemDetails.Extensions["code"] = kind.Code;
            if (errors is not null) context.ProblemDetails.Extensions["errors"] = errors;
            return await problems.TryWriteAsync(context);
        }

        private static (ProblemKind Kind, Dictionary<string, string[]>? Errors) KindOf(Exception exception) => exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (CommonProblems.TooLarge, null),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => (CommonProblems.UnsupportedMediaType, null),
            BadHttpRequestException bad => (CommonProblems.ValidationFailed, FieldErrors(bad)),
            _ when TransientFaults.Is(exception) => (CommonProblems.Unavailable, null),
            _ => (CommonProblems.Internal, null),
        };

        // The exception's own message may quote what was sent; only the place of the fault is passed on.
        private static Dictionary<string, string[]> FieldErrors(BadHttpRequestException bad) =>
            bad.InnerException is JsonException { Path: { Length: > 2 } path }
                ? new() { [path[2..]] = ["has the wrong type or an unknown value"] }
                : new() { ["body"] = ["must be a JSON object that matches this endpoint"] };
    }

    // For callers whose Accept has no place for a problem, such as those that ask for a stream; RFC 9110, 12.5.1, leaves it to us.
    private sealed class UnexpectedProblems(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            options.Value.CustomizeProblemDetails?.Invoke(context);
            await context.HttpContext.Response.WriteAsJsonAsync(
                context.ProblemDetails, options: null, MediaTypeNames.Application.ProblemJson, context.HttpContext.RequestAborted);
        }
    }
}
