using System.Data.Common;

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

    private static bool IsGuessable(DbConnectionStringBuilder? database) =>
        database is not null && !Loopback.Is(ValueOf(database, "Host", "Server"))
        && ValueOf(database, "Password", "Pwd") is { Length: > 0 } password // without one, something else lets us in
        && IsGuessable(ValueOf(database, "Username", "User ID", "User"), password);

    private static bool IsGuessable(string user, string password) =>
        password.Length < ShortestGood || password == user || _tried.Contains(password, StringComparer.OrdinalIgnoreCase);

    private static string ValueOf(DbConnectionStringBuilder database, params string[] names) =>
        names.Select(name => database.TryGetValue(name, out var value) ? value.ToString() : null).FirstOrDefault(value => value is not null)
        ?? "";

    private static DbConnectionStringBuilder? Parse(string connectionString)
    {
        try
        {
            return new() { ConnectionString = connectionString };
        }
        catch (ArgumentException)
        {
            return null; // whoever connects by it says what is wrong with it
        }
    }
}
