using System.Globalization;

namespace Load;

/// <summary>What was measured, as Markdown.</summary>
internal static class Report
{
    public static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public static void Line(string line = "") => Console.WriteLine(line);

    /// <param name="sorted">From the least to the greatest.</param>
    /// <param name="percent">Above 0, at most 100.</param>
    public static double Percentile(IReadOnlyList<double> sorted, double percent) => sorted[(int)Math.Ceiling(sorted.Count * percent / 100) - 1];
}
