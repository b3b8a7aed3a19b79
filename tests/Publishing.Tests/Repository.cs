namespace Publishing.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>In which these tests were built, and what they look at with them.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Debug/net10.0/

    private static string Above(string directory) => File.Exists(System.IO.Path.Combine(directory, "SelfServiceAgent.sln"))
        ? directory
        : Above(Directory.GetParent(directory)!.FullName);
}
