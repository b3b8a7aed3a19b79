namespace AgentService;

/// <summary>Tells whether files have changed, come or gone: file systems do not all tell of it, but names, times and lengths do.</summary>
internal static class ContentStamp
{
    /// <returns>Another number after a change; 0 when there is no such directory.</returns>
    public static long Of(string directory, string pattern, SearchOption depth) =>
        !Directory.Exists(directory) ? 0 : new DirectoryInfo(directory).GetFiles(pattern, depth)
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Aggregate(17L, (stamp, file) => (stamp * 31) + HashCode.Combine(file.FullName, file.LastWriteTimeUtc, file.Length));
}
