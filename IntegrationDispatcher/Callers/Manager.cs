using Microsoft.AspNetCore.Http.Features;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Callers;

/// <summary>Who manages: the caller the front door vouches for, or, where the switch is on, nobody in particular.</summary>
internal sealed class Manager(Caller? caller)
{
    /// <summary>Null for the anonymous manager, who may do everything.</summary>
    public Caller? Caller => caller;

    public bool IsAdmin => caller is null || caller.IsAdmin;

    /// <summary>Kind and id: a tool and a person of one name are not the same sender.</summary>
    public string Mark => caller is null ? "anyone" : $"{caller.Kind}:{caller.UserId}";

    public bool MayManage(string userId) => caller is null || caller.MayManage(userId);

    public static ValueTask<Manager> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.GetRequiredFeature<Manager>());
}
