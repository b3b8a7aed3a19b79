using System.Diagnostics;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>Paths that hold a secret, which no trace may have: whoever knows such a link may follow it.</summary>
public static class SecretPaths
{
    /// <summary>Where the links in mails lead, followed by a token for one person.</summary>
    public const string Unsubscribe = "/unsubscribe";

    /// <summary>Replaces a tag whose path holds a secret.</summary>
    /// <param name="origin">What stands before the path in the tag.</param>
    internal static void Hide(Activity span, string tag, string path, string origin)
    {
        if (path.StartsWith($"{Unsubscribe}/", StringComparison.OrdinalIgnoreCase)) span.SetTag(tag, origin + Unsubscribe);
    }
}
