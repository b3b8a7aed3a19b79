namespace IntegrationDispatcher.Preferences;

/// <summary>What is wrong with a body, by field; never with the values that were sent.</summary>
internal sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> All => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    public void Add(string field, string problem)
    {
        if (!_errors.TryGetValue(field, out var problems)) _errors[field] = problems = [];
        problems.Add(problem);
    }

    public void Check(bool isRight, string field, string problem)
    {
        if (!isRight) Add(field, problem);
    }
}
