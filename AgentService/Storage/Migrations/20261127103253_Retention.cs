using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_tool_calls_session_id",
                table: "tool_calls",
                column: "session_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tool_calls_session_id",
                table: "tool_calls");
        }
    }
}
