using System.Diagnostics;
using System.Runtime.Versioning;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>A data directory for one run: removed at the end, and by the next run where the owner was killed.</summary>
[SupportedOSPlatform("linux")]
internal sealed class TemporaryDirectory : DataDirectory
{
    private const string Prefix = "self-service-agent-";
    private const string Unfinished = "new-";

    private TemporaryDirectory(string path, FileStream heldLock) : base(path, heldLock)
    {
    }

    public static TemporaryDirectory Create()
    {
        var root = System.IO.Path.GetTempPath();
        RefuseUnreachable(root);
        Sweep(root);

        // Locked under a name that a sweep leaves alone at first, then renamed: under its final name nobody ever sees it unlocked.
        var id = Guid.NewGuid().ToString("N");
        var unfinished = System.IO.Path.Combine(root, Unfinished + Prefix + id);
        var path = System.IO.Path.Combine(root, Prefix + id);
        Make(unfinished);
        var held = TryLock(unfinished) ?? throw new DistributedApplicationException($"{unfinished} cannot be locked.");
        Directory.Move(unfinished, path);
        return new TemporaryDirectory(path, held);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Delete(Path);

        base.Dispose(disposing);
    }

    private static void Sweep(string root)
    {
        foreach (var directory in Abandoned(root))
        {
            try
            {
                using var held = TryLock(directory);
                if (held is not null)
                    Delete(directory);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
            {
                // Another run swept it first, or it lets not even its owner in.
            }
        }
    }

    /// <summary>
    /// Real directories of this user's own: in a shared directory anybody may put a link, or something of theirs, under such a name, and
    /// .NET does not tell whose a file is. An unfinished one counts as abandoned after a minute.
    /// </summary>
    private static string[] Abandoned(string root)
    {
        const string find = """find "$0" -mindepth 1 -maxdepth 1 -type d -user "$EUID" \( -name "$1*" -o -name "$2*" -mmin +1 \) -print0""";
        var start = new ProcessStartInfo("bash", ["-c", find, root, Prefix, Unfinished + Prefix])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var found = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return found.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    // A server that was killed a moment ago may still be writing its last files. What cannot be deleted now is left to the next sweep.
    private static void Delete(string path)
    {
        const int attempts = 20;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException) when (!Directory.Exists(path))
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
