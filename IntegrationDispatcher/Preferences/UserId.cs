using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Preferences;

/// <summary>The person in the path. Whether it is one, and whether the caller may speak for them, is checked by <see cref="Callers.UserAccess"/>.</summary>
internal sealed record UserId(string Value)
{
    public const string RouteKey = "user_id";

    public const string Rule = "must be 1 to 255 characters of text";

    /// <summary>Routing leaves an escaped slash escaped; an id may hold one.</summary>
    public static ValueTask<UserId?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<UserId?>(new((context.GetRouteValue(RouteKey) as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)));

    public IResult? Problem
    {
        get
        {
            var errors = new FieldErrors();
            errors.Check(IsValid, RouteKey, Rule);
            return errors.Problem;
        }
    }

    public bool IsValid => Value.Length is > 0 and <= 255 && Storable.Text(Value);
}
