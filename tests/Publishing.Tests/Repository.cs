namespace Publishing.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A project of the solution as it was built, in the configuration that these tests were.</summary>
    public static string Built(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Debug/net10.0/
        return Path(project, "bin", configuration, "net10.0", $"{project}.dll");
    }

    private static string Above(string directory) => File.Exists(System.IO.Path.Combine(directory, "SelfServiceAgent.sln"))
        ? directory
        : Above(Directory.GetParent(directory)!.FullName);
}
