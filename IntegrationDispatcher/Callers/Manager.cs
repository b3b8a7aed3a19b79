using Microsoft.AspNetCore.Http.Features;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

/// <summary>Who manages: the caller the front door vouches for, or, where the switch is on, nobody in particular.</summary>
internal sealed class Manager(Caller? caller)
{
    /// <summary>Null for the anonymous manager, who may do everything.</summary>
    public Caller? Caller => caller;

    public bool IsAdmin => caller is null || caller.IsAdmin;

    public bool MayManage(string userId) => caller is null || caller.MayManage(userId);

    public static ValueTask<Manager> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.GetRequiredFeature<Manager>());
}
