namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>
/// Tells a secret that somebody thought of from one that was made up by chance, as far as one can see it: it repeats itself, counts, or
/// says what it is. A random one of 32 digits or more, decimal, hexadecimal or base64, is taken for it less than once in ten million.
/// </summary>
internal static class GuessableSecret
{
    private const int FewCharacters = 6;

    private static readonly string[] _words =
        ["changeme", "change-me", "change_me", "replaceme", "replace-me", "password", "secret", "example", "placeholder", "development"];

    public static bool Is(string secret) =>
        secret.Distinct().Count() < FewCharacters || Repeats(secret) || Counts(secret)
        || _words.Any(word => secret.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool Repeats(string secret) =>
        Enumerable.Range(1, secret.Length / 2).Any(period => secret.AsSpan(period).SequenceEqual(secret.AsSpan(0, secret.Length - period)));

    // More than three quarters of its characters are the one before, or its neighbour. More than half are in one of 600
    // random ones of 32 decimal digits.
    private static bool Counts(string secret) =>
        secret.Zip(secret.Skip(1), (one, next) => next - one).Count(step => step is >= -1 and <= 1) > secret.Length * 3 / 4;
}
