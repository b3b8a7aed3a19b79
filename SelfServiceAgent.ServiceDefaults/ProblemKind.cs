using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// One way in which a call can fail, as RFC 9457 <c>application/problem+json</c>. All kinds of a service stand in its <c>Problems.cs</c>.
/// </summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Code">Stable, snake_case; what a program looks at.</param>
/// <param name="Title">What a person reads; never contains what the caller sent.</param>
public sealed record ProblemKind(int Status, string Code, string Title)
{
    /// <param name="detail">What to do about it in this case.</param>
    /// <param name="more">Further members, such as <c>request_id</c>.</param>
    public IResult Result(string? detail = null, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var problem = new ProblemDetails { Status = Status, Title = Title, Detail = detail };
        problem.Extensions["code"] = Code;
        foreach (var (name, value) in more) problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <param name="retryAfter">When trying again makes sense, in whole seconds (RFC 9110, 10.2.3).</param>
    public IResult Result(HttpContext context, int retryAfter)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        return Result();
    }

    /// <param name="errors">What is wrong, by field in the caller's own spelling.</param>
    public IResult Result(IReadOnlyDictionary<string, string[]> errors) => Result(null, ("errors", errors));
}
