using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SlackInEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "apology",
                table: "slack_events",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "faults",
                table: "slack_events",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_slack_events_finished_at",
                table: "slack_events",
                column: "finished_at",
                filter: "finished_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_slack_events_finished_at",
                table: "slack_events");

            migrationBuilder.DropColumn(
                name: "apology",
                table: "slack_events");

            migrationBuilder.DropColumn(
                name: "faults",
                table: "slack_events");
        }
    }
}
