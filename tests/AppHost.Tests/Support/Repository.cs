namespace AppHost.Tests.Support;

/// <summary>The files of the repository, and the programs as this build made them.</summary>
internal static class Repository
{
    // …/tests/AppHost.Tests/bin/Debug/net10.0/
    private static readonly string _output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    public static string Root { get; } = FindRoot();

    /// <summary>In which these tests were built, and what they look at with them.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(_output)!);

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    public static string Program(string project) =>
        At(project, "bin", Configuration, Path.GetFileName(_output), $"{project}.dll");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "SelfServiceAgent.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
