using System.Diagnostics;

namespace Faults;

/// <summary>What <c>broken.sh</c> breaks can still be broken: a patch that no longer fits would show nothing.</summary>
public sealed class BrokenBuildTests
{
    private static readonly string _root = RootOf(AppContext.BaseDirectory);

    public static TheoryData<string> Breakages =>
        [.. Directory.GetFiles(Path.Combine(_root, "tests", "Faults", "Broken"), "*.patch").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Breakages))]
    public async Task Each_breakage_fits(string patch)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--check", Path.Combine("tests", "Faults", "Broken", patch)])
        {
            WorkingDirectory = _root, RedirectStandardError = true,
        })!;
        var said = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(git.ExitCode == 0, said);
    }

    private static string RootOf(string directory) =>
        File.Exists(Path.Combine(directory, "SelfServiceAgent.sln")) ? directory : RootOf(Path.GetDirectoryName(directory)!);
}
