using Microsoft.AspNetCore.Http.Features;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

/// <summary>
/// Guards everything below <c>/users/{user_id}</c>: the id must be one, the rest of the request right by itself, and the caller that person
/// or an administrator.
/// </summary>
internal sealed class UserAccess : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = (await UserId.BindAsync(context.HttpContext))!;
        var inputs = context.Arguments.OfType<ICheckedInput>().Select(input => input.Problem(context.HttpContext));
        if ((user.Problem ?? inputs.FirstOrDefault(wrong => wrong is not null)) is { } problem) return problem;
        var manager = context.HttpContext.Features.GetRequiredFeature<Manager>();
        return manager.MayManage(user.Value) ? await next(context) : CommonProblems.Forbidden.Result();
    }
}
