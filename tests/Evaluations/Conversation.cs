using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Evaluations;

/// <summary>What a person says, turn by turn, and what must and must not come back. Written in YAML, one file each.</summary>
internal sealed class Conversation
{
    private static readonly IDeserializer _yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    /// <summary>The fact it shows.</summary>
    public string Shows { get; set; } = "";

    /// <summary>Who speaks; somebody nobody knows when left out.</summary>
    public string? User { get; set; }

    public Said[] Turns { get; set; } = [];

    public static IReadOnlyDictionary<string, Conversation> All { get; } = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Conversations"), "*.yaml").Order(StringComparer.Ordinal)
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => _yaml.Deserialize<Conversation>(File.ReadAllText(path)));
}

/// <summary>One turn.</summary>
internal sealed class Said
{
    public string Say { get; set; } = "";

    /// <summary>Who must answer; anybody when left out.</summary>
    public string? Agent { get; set; }

    /// <summary>What must be in the answer, in any case.</summary>
    public string[] Has { get; set; } = [];

    /// <summary>What must not be in the answer, in any case.</summary>
    public string[] Lacks { get; set; } = [];

    /// <summary>A regular expression that the answer matches.</summary>
    public string? Matches { get; set; }

    /// <summary>How many tickets the person has afterwards; not looked at when left out.</summary>
    public int? Tickets { get; set; }

    /// <returns>What is wrong with an answer; nothing when nothing is.</returns>
    public IEnumerable<string> FaultsIn(string agent, string answer, long tickets)
    {
        if (Agent is not null && Agent != agent) yield return $"{agent} answers, not {Agent}";
        foreach (var missing in Has.Where(text => !answer.Contains(text, StringComparison.OrdinalIgnoreCase))) yield return $"lacks “{missing}”";
        foreach (var there in Lacks.Where(text => answer.Contains(text, StringComparison.OrdinalIgnoreCase))) yield return $"has “{there}”";
        if (Matches is not null && !System.Text.RegularExpressions.Regex.IsMatch(answer, Matches)) yield return $"does not match {Matches}";
        if (Tickets is { } expected && expected != tickets) yield return $"{tickets} tickets, not {expected}";
    }
}
