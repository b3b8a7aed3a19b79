using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SlackApologies : Migration
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "apology",
                table: "slack_events");

            migrationBuilder.DropColumn(
                name: "faults",
                table: "slack_events");
        }
    }
}
