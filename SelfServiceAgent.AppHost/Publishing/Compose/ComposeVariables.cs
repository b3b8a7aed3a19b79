using System.Globalization;

namespace SelfServiceAgent.AppHost.Publishing.Compose;

/// <summary>The variables that a compose file asks for, and the file in which whoever deploys gives them.</summary>
internal sealed class ComposeVariables : ValueText
{
    private const string Head = """
        # What docker-compose.yaml asks for. Copy this to .env, give each variable its value, and commit only this example.
        # Keys and passwords are made of letters and digits: openssl rand -hex 32


        """;

    private readonly SortedSet<string> _required = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _optional = new(StringComparer.Ordinal);

    /// <summary>Something with a default, that may be replaced.</summary>
    public string Optional(string name, string whenAbsent)
    {
        _optional[name] = whenAbsent;
        return $"${{{name}:-{whenAbsent}}}";
    }

    public string Optional(string name, int whenAbsent) => Optional(name, whenAbsent.ToString(CultureInfo.InvariantCulture));

    public Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, object>> environment) =>
        environment.ToDictionary(variable => variable.Key, variable => Of(variable.Value));

    public string Example() => Head
        + string.Concat(_required.Select(name => $"{name}=\n"))
        + "\n# These have defaults.\n"
        + string.Concat(_optional.Select(variable => $"#{variable.Key}={variable.Value}\n"));

    protected override string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    protected override string Parameter(ParameterResource parameter)
    {
        var name = parameter.Variable();
        _required.Add(name);
        return $"${{{name}:?{name} is missing: give it in .env}}";
    }
}
