using System.Runtime.Versioning;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>A data directory for one run: removed at the end, and by the next run where the owner was killed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class TemporaryDirectory : DataDirectory
{
    private const string Prefix = "self-service-agent-";

    private TemporaryDirectory(string path, FileStream heldLock) : base(path, heldLock)
    {
    }

    public static TemporaryDirectory Create()
    {
        var root = System.IO.Path.GetTempPath();
        RefuseUnreachable(root);
        Sweep(root);

        // Locked under a name that no sweep looks for, then renamed: under its final name nobody ever sees it unlocked.
        var id = Guid.NewGuid().ToString("N");
        var unfinished = System.IO.Path.Combine(root, $"new-{Prefix}{id}");
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
        foreach (var directory in Directory.EnumerateDirectories(root, Prefix + "*"))
        {
            try
            {
                using var held = TryLock(directory);
                if (held is not null)
                    Delete(directory);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
            {
                // Another run swept it first, or it is another user's.
            }
        }
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
