using System.Globalization;

namespace Faults;

/// <summary>How a run goes. Its load and its faults follow from the seed; what the machine's own timing makes of them does not.</summary>
internal sealed record FaultPlan
{
    private const string Prefix = "FAULTS_";

    private static readonly string[] _names = ["seed", "minutes", "requests", "people", "only", "report"];

    /// <summary>As the arguments or the environment say.</summary>
    public static FaultPlan Chosen => new()
    {
        Seed = Number("seed", 3),
        Time = TimeSpan.FromMinutes(Number("minutes", 1)),
        Requests = Number("requests", 300),
        People = Number("people", 24),
        Only = Text("only") ?? "",
        Report = Text("report"),
    };

    public int Seed { get; private init; }

    /// <summary>How long things are broken while the load goes on.</summary>
    public TimeSpan Time { get; private init; }

    /// <summary>Spread evenly over that time.</summary>
    public int Requests { get; private init; }

    /// <summary>Each has sessions of their own, and sends one message after the other.</summary>
    public int People { get; private init; }

    /// <summary>Only the faults with this in their name; all when empty.</summary>
    public string Only { get; private init; } = "";

    /// <summary>The file the report is written to; <c>faults.md</c> beside the program when null.</summary>
    public string? Report { get; private init; }

    /// <summary><c>--minutes 20 --requests 100000</c>; each may also stand in the environment: <c>FAULTS_MINUTES</c>.</summary>
    /// <returns>The arguments that are not ours.</returns>
    public static string[] TakeFrom(string[] args)
    {
        var rest = new List<string>();
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at].StartsWith("--", StringComparison.Ordinal) && _names.Contains(args[at][2..]) && at + 1 < args.Length)
                Environment.SetEnvironmentVariable(Prefix + args[at][2..].ToUpperInvariant(), args[++at]);
            else
                rest.Add(args[at]);
        }

        return [.. rest];
    }

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(Prefix + name.ToUpperInvariant()) is { Length: > 0 } text ? text : null;

    private static int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new ArgumentException($"--{name} must be a whole number above 0.");
}
