using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AttemptsInMailboxes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "agent_mailboxes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // What was begun before and has not ended goes on counting.
            migrationBuilder.Sql("""
                update agent_mailboxes m set attempts = t.attempts
                from agent_turns t
                where m.ready_at is not null and t.session_id = m.session_id and t.session_seq = m.next_seq and t.completed_at is null and t.attempts > 0;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                update agent_turns t set attempts = m.attempts
                from agent_mailboxes m
                where m.ready_at is not null and t.session_id = m.session_id and t.session_seq = m.next_seq and t.completed_at is null;
                """);

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "agent_mailboxes");
        }
    }
}
