using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace SelfServiceAgent.AppHost.Local;

/// <summary>
/// The password of a local server lies in the directory of its data: the two are made together and, deleted together, made anew. In
/// the user secrets it would outlive its data, or its data it.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class ServerPassword
{
    private const string File = "password";
    private const int Length = 32;

    /// <exception cref="DistributedApplicationException">There is data, but its password is gone.</exception>
    public static ParameterResource In(string directory, string server)
    {
        var password = Read(directory) ?? Write(directory);
        return new ParameterResource($"{server}-password", _ => password, secret: true);
    }

    private static string? Read(string directory)
    {
        var file = Path.Combine(directory, File);
        if (System.IO.File.Exists(file))
            return System.IO.File.ReadAllText(file);

        return Directory.EnumerateDirectories(directory).Any()
            ? throw new DistributedApplicationException(
                $"{directory} holds data, but {file}, which opens it, is gone. Put it back, or delete the directory to begin afresh.")
            : null;
    }

    private static string Write(string directory)
    {
        var password = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Length);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };

        // Written whole or not at all: half a password would lock the data away.
        var file = Path.Combine(directory, File);
        using (var writer = new StreamWriter(file + ".new", options))
            writer.Write(password);

        System.IO.File.Move(file + ".new", file, overwrite: true);
        return password;
    }
}
