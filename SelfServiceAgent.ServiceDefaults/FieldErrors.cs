using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Collects what is wrong with a body, by field in the caller's own spelling, without ever repeating what was sent.</summary>
public sealed class FieldErrors
{
    private const int MaxDepth = 16;

    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> All => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    /// <summary>Null when nothing is wrong.</summary>
    public IResult? Problem => Any ? CommonProblems.ValidationFailed.Result(All) : null;

    public void Add(string field, string error)
    {
        if (!_errors.TryGetValue(field, out var others)) _errors[field] = others = [];
        others.Add(error);
    }

    public void Check(bool isRight, string field, string error)
    {
        if (!isRight) Add(field, error);
    }

    /// <summary>A text that must be there, with 1 to <paramref name="maxLength"/> characters, not all of them blank.</summary>
    public void Required(string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value)) Add(field, "is required");
        else Optional(field, value, maxLength);
    }

    /// <summary>The name of a person or a thing: as <see cref="Required"/>, and without control characters.</summary>
    public void RequiredName(string field, string? value, int maxLength)
    {
        Required(field, value, maxLength);
        Check(value?.Any(char.IsControl) != true, field, "must not contain control characters");
    }

    /// <summary>A text that may be missing, with up to <paramref name="maxLength"/> characters.</summary>
    public void Optional(string field, string? value, int maxLength)
    {
        if (value is null) return;
        Check(value.Length <= maxLength, field, $"must have at most {maxLength:N0} characters");
        Check(Storable.Text(value), field, "must not contain the NUL character or half a surrogate pair");
    }

    /// <summary>An object that may be missing, with at most 16 levels.</summary>
    public void Optional(string field, JsonObject? value)
    {
        Check(IsWithin(value, MaxDepth), field, $"must not be nested more than {MaxDepth} levels deep");
        Check(Storable.Json(value), field, "contains a text or number that cannot be stored");
    }

    // It is stored inside other objects, which together must stay within what WireJson reads.
    private static bool IsWithin(JsonNode? node, int levels) => node switch
    {
        JsonObject members => levels > 0 && members.All(member => IsWithin(member.Value, levels - 1)),
        JsonArray items => levels > 0 && items.All(item => IsWithin(item, levels - 1)),
        _ => true,
    };
}
