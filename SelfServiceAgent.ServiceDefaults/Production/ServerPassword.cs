using Npgsql;

namespace SelfServiceAgent.ServiceDefaults.Production;

/// <summary>Tells whether a connection string leads to another machine with a password that anyone would try first.</summary>
internal static class ServerPassword
{
    private const int ShortestGood = 8;

    private static readonly string[] _tried = ["password", "postgres", "rabbitmq", "changeme", "12345678", "administrator"];

    /// <param name="connectionString"><c>amqp://USER:PASSWORD@HOST</c>, or <c>Host=…;Username=…;Password=…</c>.</param>
    public static bool IsGuessable(string connectionString) =>
        Uri.TryCreate(connectionString, UriKind.Absolute, out var url) ? IsGuessable(url) : IsGuessable(Parse(connectionString));

    private static bool IsGuessable(Uri url)
    {
        var parts = Uri.UnescapeDataString(url.UserInfo).Split(':', 2);
        return !url.IsLoopback && IsGuessable(parts[0], parts is [_, var password] ? password : ""); // without one, clients take guest
    }

    private static bool IsGuessable(NpgsqlConnectionStringBuilder? database) =>
        database is { Password: { Length: > 0 } password } // without one, something else lets us in
        && !(database.Host ?? "").Split(',', StringSplitOptions.TrimEntries).All(IsHere)
        && IsGuessable(database.Username ?? "", password);

    // A socket's path, its abstract name, or an address, which may have a port of its own.
    private static bool IsHere(string host) => host is ['/' or '@', ..] || Loopback.Is(host) || Loopback.Is(host.Split(':')[0]);

    private static bool IsGuessable(string user, string password) =>
        password.Length < ShortestGood || password == user || _tried.Contains(password, StringComparer.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder? Parse(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (ArgumentException)
        {
            return null; // whoever connects by it says what is wrong with it
        }
    }
}
