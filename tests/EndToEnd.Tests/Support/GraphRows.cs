using Npgsql;

namespace EndToEnd.Tests.Support;

/// <summary>Reads what the services have committed, and changes it as time or an accident would. Nothing is kept open, so that the database may go and come.</summary>
public sealed class GraphRows(string connectionString)
{
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    public async Task<List<Turn>> TurnsAsync(params string[] userIds)
    {
        // request_logs keeps its ids as text
        const string inOrderOfCompletion = """
            select r.session_id, r.session_seq, r.request_id, t.session_seq, t.status, t.attempts, r.user_id,
                r.request_content, r.response_content
            from request_logs r join agent_turns t on t.request_id = r.request_id::uuid
            where r.user_id = any($1) order by t.completed_at
            """;
        return await ReadAsync(inOrderOfCompletion, row => new Turn(
            row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetInt32(5), row.GetString(6),
            row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8)), [userIds]);
    }

    public async Task<long> CountAsync(string sql, object parameter) => (await ReadAsync(sql, row => row.GetInt64(0), parameter)).Single();

    public async Task<string?> TextAsync(string sql, params object[] parameters) =>
        (await ReadAsync(sql, row => row.IsDBNull(0) ? null : row.GetString(0), parameters)).SingleOrDefault();

    public Task<List<string>> TextsAsync(string sql, params object[] parameters) => ReadAsync(sql, row => row.GetString(0), parameters);

    /// <returns>How many rows it changed.</returns>
    public async Task<int> ChangeAsync(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params object[] parameters)
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        var found = new List<T>();
        while (await reader.ReadAsync(cancelled)) found.Add(map(reader));
        return found;
    }
}

/// <summary>A request and the turn that answered it.</summary>
public sealed record Turn(
    string SessionId, int RequestSeq, string RequestId, int TurnSeq, string Status, int Attempts, string UserId,
    string Question, string? Answer);
