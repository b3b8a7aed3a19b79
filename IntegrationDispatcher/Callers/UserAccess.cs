using IntegrationDispatcher.Preferences;
using Microsoft.AspNetCore.Http.Features;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

/// <summary>Guards everything below <c>/users/{user_id}</c>: the id must be one, and the caller that person or an administrator.</summary>
internal sealed class UserAccess : IEndpointFilter
{
    private static readonly Dictionary<string, string[]> _notAnId = new() { [UserId.RouteKey] = ["must be 1 to 255 characters of text"] };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var user = (await UserId.BindAsync(context.HttpContext))!;
        if (!user.IsValid) return CommonProblems.ValidationFailed.Result(_notAnId);
        var manager = context.HttpContext.Features.GetRequiredFeature<Manager>();
        return manager.MayManage(user.Value) ? await next(context) : CommonProblems.Forbidden.Result();
    }
}
