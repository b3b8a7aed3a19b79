using System.Globalization;

namespace SelfServiceAgent.AppHost;

/// <summary>Reads the AppHost's own configuration; a wrong value stops the start with the key and what is allowed.</summary>
internal static class Settings
{
    /// <summary>One of the names of <typeparamref name="T"/>, in any case.</summary>
    /// <exception cref="DistributedApplicationException">The value is none of them.</exception>
    public static T OneOf<T>(this IDistributedApplicationBuilder builder, string key, T whenAbsent) where T : struct, Enum
    {
        var value = builder.Configuration[key];
        if (string.IsNullOrEmpty(value))
            return whenAbsent;

        // Not Enum.TryParse alone: it would also take numbers and lists.
        foreach (var name in Enum.GetNames<T>())
        {
            if (name.Equals(value, StringComparison.OrdinalIgnoreCase))
                return Enum.Parse<T>(name);
        }

        throw Wrong(key, value, string.Join(" | ", Enum.GetNames<T>()).ToLowerInvariant());
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <exception cref="DistributedApplicationException">The value is no such number.</exception>
    public static int Number(this IDistributedApplicationBuilder builder, string key, int whenAbsent, int least, int most)
    {
        var value = builder.Configuration[key];
        if (string.IsNullOrEmpty(value))
            return whenAbsent;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, value, $"a whole number from {least} to {most}");
    }

    /// <summary>true or false.</summary>
    /// <exception cref="DistributedApplicationException">The value is neither.</exception>
    public static bool Flag(this IDistributedApplicationBuilder builder, string key, bool whenAbsent = false)
    {
        var value = builder.Configuration[key];
        if (string.IsNullOrEmpty(value))
            return whenAbsent;

        return bool.TryParse(value, out var flag) ? flag : throw Wrong(key, value, "true | false");
    }

    /// <summary>An absolute http or https address, or null where none is configured.</summary>
    /// <exception cref="DistributedApplicationException">The value is no such address.</exception>
    public static string? Address(this IDistributedApplicationBuilder builder, string key)
    {
        var value = builder.Configuration[key];
        if (string.IsNullOrEmpty(value))
            return null;

        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? value.TrimEnd('/')
            : throw Wrong(key, value, "an absolute http or https address");
    }

    private static DistributedApplicationException Wrong(string key, string value, string allowed) =>
        new($"{key} is '{value}'. Allowed: {allowed}.");
}
