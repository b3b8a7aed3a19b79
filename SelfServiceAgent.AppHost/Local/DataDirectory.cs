using System.Runtime.Versioning;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>
/// A directory of server data that one AppHost at a time may use. The lock is one of the kernel's on an open file: it is gone with
/// its holder, however that ended.
/// </summary>
[SupportedOSPlatform("linux")]
internal class DataDirectory : IDisposable
{
    /// <summary>Others may pass through, as the user whom Postgres runs as must, but not look around.</summary>
    private const UnixFileMode PassThrough =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    protected const string LockFile = "lock";

    private readonly FileStream _lock;

    protected DataDirectory(string path, FileStream heldLock)
    {
        Path = path;
        _lock = heldLock;
    }

    public string Path { get; }

    /// <exception cref="DistributedApplicationException">It is in use, or the user whom Postgres runs as could not reach it.</exception>
    public static DataDirectory Open(string path)
    {
        RefuseUnreachable(path);
        if (!Directory.Exists(path))
            Make(path);

        return TryLock(path) is { } held
            ? new DataDirectory(path, held)
            : throw new DistributedApplicationException(
                $"{path} is in use by another running AppHost. Stop that one, or set {LocalData.DirectoryKey} to another directory "
                + $"({LocalData.FreshKey}=true for a temporary one).");
    }

    /// <summary>The directory of one server, for its owner only.</summary>
    public string For(string server)
    {
        var path = System.IO.Path.Combine(Path, server);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected static void Make(string path)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, PassThrough); // whatever the umask says
    }

    /// <summary>Null where somebody else holds the lock.</summary>
    protected static FileStream? TryLock(string directory)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(directory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    protected static void RefuseUnreachable(string path)
    {
        if (!Environment.IsPrivilegedProcess)
            return;

        for (var directory = new DirectoryInfo(path); directory is not null; directory = directory.Parent)
        {
            if (!directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                throw new DistributedApplicationException(
                    $"Postgres, which does not run as root, cannot reach {path}: {directory.FullName} lets nobody but its owner in "
                    + $"(no o+x). Set {LocalData.DirectoryKey} to another directory.");
            }
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _lock.Dispose();
    }
}
