using AgentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace AgentService.Tests.Turns;

/// <summary>Attempts were counted in the turns' rows before they were in the mailboxes.</summary>
public sealed class AttemptsInMailboxesTests(AgentPostgres postgres)
{
    private const string Name = "attempts_in_turns", Before = "20261127103253_Retention";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_was_begun_before_goes_on_counting_there_and_back()
    {
        var server = await postgres.DatabaseAsync();
        await ExecuteAsync(server, $"create database {Name}");
        await using var database = Named(server);
        await using var tables = new AgentDb(new DbContextOptionsBuilder<AgentDb>()
            .UseNpgsql(database, npgsql => npgsql.MigrationsHistoryTable(AgentDb.HistoryTable)).UseSnakeCaseNamingConvention().Options);
        var migrator = tables.GetService<IMigrator>();
        await migrator.MigrateAsync(Before, Cancelled);
        await ExecuteAsync(database, """
            insert into agent_mailboxes (session_id, next_seq, ready_at, next_agent_id) select gen_random_uuid(), 2, now(), 'known';
            insert into agent_turns (request_id, session_id, session_seq, status, request, attempts, completed_at)
                select gen_random_uuid(), session_id, 1, 'ANSWERED', '{}'::jsonb, 1, now() from agent_mailboxes
                union all select gen_random_uuid(), session_id, 2, 'WAITING', '{}'::jsonb, 4, null from agent_mailboxes;
            insert into agent_mailboxes (session_id, next_seq) select gen_random_uuid(), 2;
            """);

        await migrator.MigrateAsync(cancellationToken: Cancelled);
        Assert.Equal([4, 0], await CountsAsync(database, "select attempts from agent_mailboxes order by attempts desc"));

        await ExecuteAsync(database, "update agent_mailboxes set attempts = 5 where ready_at is not null");
        await migrator.MigrateAsync(Before, Cancelled);
        Assert.Equal([1, 5], await CountsAsync(database, "select attempts from agent_turns order by session_seq"));
    }

    private static NpgsqlDataSource Named(NpgsqlDataSource server)
    {
        using var connection = server.CreateConnection();
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = Name, Password = PrivatePostgres.Password });
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task<List<int>> CountsAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(Cancelled);
        var counts = new List<int>();
        while (await row.ReadAsync(Cancelled)) counts.Add(row.GetInt32(0));
        return counts;
    }
}
