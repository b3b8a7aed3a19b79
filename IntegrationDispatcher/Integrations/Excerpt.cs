using System.Text;
using SelfServiceAgent.ServiceDefaults;

namespace IntegrationDispatcher.Integrations;

/// <summary>The beginning of what a far side answered, fit to be stored. Pure.</summary>
internal static class Excerpt
{
    public const int MaxBytes = 2048;

    /// <inheritdoc cref="Of(ReadOnlySpan{byte})"/>
    public static string? Of(string answer) => Of(Encoding.UTF8.GetBytes(answer));

    /// <returns>At most <see cref="MaxBytes"/> of UTF-8, never ending in the middle of a character; null for nothing.</returns>
    public static string? Of(ReadOnlySpan<byte> answer)
    {
        var text = Storable.Clean(Encoding.UTF8.GetString(answer));
        while (Encoding.UTF8.GetByteCount(text) > MaxBytes)
            text = text[..^(text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text.Length == 0 ? null : text;
    }
}
