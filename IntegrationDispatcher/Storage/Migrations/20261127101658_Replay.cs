using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Replay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_created_at",
                table: "delivery_logs",
                column: "created_at",
                filter: "status in ('FAILED', 'EXPIRED')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_created_at",
                table: "delivery_logs");
        }
    }
}
