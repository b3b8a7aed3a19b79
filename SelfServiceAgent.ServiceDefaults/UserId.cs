using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>The person in the path. Whoever binds it checks whether it is one, and whether the caller may speak for them.</summary>
public sealed record UserId(string Value)
{
    public const string RouteKey = "user_id";
    public const int MaxLength = 255;

    public const string Rule = "must be 1 to 255 characters of text, none of them a control character";

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

    public bool IsValid => Allows(Value);

    /// <summary>What a person may be called, wherever the name comes from.</summary>
    public static bool Allows(string id) => id.Length is > 0 and <= MaxLength && Storable.Text(id) && !id.Any(char.IsControl);
}
