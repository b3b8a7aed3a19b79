using System.Text.Json.Nodes;
using SelfServiceAgent.ServiceDefaults;

namespace RequestManager.Requests;

/// <summary>Collects what is wrong with a body, by field in the caller's own spelling, without ever repeating what was sent.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>Null when nothing is wrong.</summary>
    public IResult? Problem => _errors.Count == 0 ? null : CommonProblems.ValidationFailed.Result(_errors);

    public void Add(string field, string error) => _errors[field] = _errors.TryGetValue(field, out var others) ? [.. others, error] : [error];

    public void Required(string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value)) Add(field, "is required");
        else Optional(field, value, maxLength);
    }

    public void Optional(string field, string? value, int maxLength)
    {
        if (value is null) return;
        if (value.Length > maxLength) Add(field, $"must have at most {maxLength:N0} characters");
        if (!Storable.Text(value)) Add(field, "must not contain the NUL character or half a surrogate pair");
    }

    public void Optional(string field, JsonObject? value)
    {
        if (!Storable.Json(value)) Add(field, "contains a text or number that cannot be stored");
    }
}
