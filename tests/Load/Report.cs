namespace Load;

/// <summary>What was measured, as Markdown.</summary>
internal static class Report
{
    public static void Line(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    public static void Line(string line = "") => Console.WriteLine(line);

    /// <summary>The head of a table of percentiles.</summary>
    public static void Percentiles(string what)
    {
        Line($"| {what}, ms | p50 | p90 | p99 | longest |");
        Line("|---|---|---|---|---|");
    }

    /// <param name="times">In milliseconds, at least one.</param>
    public static void Percentiles(string name, IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        Line($"| {name} | {At(50):0.0} | {At(90):0.0} | {At(99):0.0} | {sorted[^1]:0.0} |");

        double At(int percent) => sorted[(int)Math.Ceiling(sorted.Count * percent / 100.0) - 1];
    }
}
