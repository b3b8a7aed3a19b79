namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>
/// Tells a secret that somebody thought of from one that was made up by chance, as far as one can see it: it repeats itself, counts, or says
/// what it is. A random one of 32 hexadecimal digits or more is as good as never taken for it.
/// </summary>
internal static class GuessableSecret
{
    private const int FewCharacters = 8;

    private static readonly string[] _words =
        ["changeme", "change-me", "change_me", "replaceme", "replace-me", "password", "secret", "example", "placeholder", "development"];

    public static bool Is(string secret) =>
        secret.Distinct().Count() < FewCharacters || Repeats(secret) || Counts(secret)
        || _words.Any(word => secret.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool Repeats(string secret) =>
        Enumerable.Range(1, secret.Length / 2).Any(period => secret.AsSpan(period).SequenceEqual(secret.AsSpan(0, secret.Length - period)));

    // More than half of its characters are the one before, or its neighbour.
    private static bool Counts(string secret) =>
        secret.Zip(secret.Skip(1), (one, next) => next - one).Count(step => step is >= -1 and <= 1) > secret.Length / 2;
}
