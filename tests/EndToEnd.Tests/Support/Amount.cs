using System.Globalization;

namespace EndToEnd.Tests.Support;

/// <summary>How much of a test is done: little in CI, more by hand.</summary>
internal static class Amount
{
    /// <param name="variable">The environment variable that says how many.</param>
    /// <param name="otherwise">When it says nothing.</param>
    public static int Of(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var many) ? many : otherwise;
}
