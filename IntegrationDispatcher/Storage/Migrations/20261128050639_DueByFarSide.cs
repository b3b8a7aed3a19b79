using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DueByFarSide : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_order_key_id",
                table: "delivery_logs");

            // Nobody's host is that long, and it would not fit into an index.
            migrationBuilder.Sql("""
                update delivery_logs set destination = 'webhook:nowhere'
                where next_attempt_at is not null and integration_type = 'WEBHOOK' and length(destination) > 300
                """);

            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_expires_at",
                table: "delivery_logs",
                column: "expires_at",
                filter: "num_nulls(next_attempt_at) < 1");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_far_side",
                table: "delivery_logs",
                columns: new[] { "integration_type", "destination", "next_attempt_at", "priority", "id" },
                filter: "num_nulls(next_attempt_at) = 0");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_session_id_order_key_id",
                table: "delivery_logs",
                columns: new[] { "session_id", "order_key", "id" },
                filter: "order_key is not null and num_nulls(next_attempt_at) <> 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_expires_at",
                table: "delivery_logs");

            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_far_side",
                table: "delivery_logs");

            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_session_id_order_key_id",
                table: "delivery_logs");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_order_key_id",
                table: "delivery_logs",
                columns: new[] { "order_key", "id" },
                filter: "order_key is not null and next_attempt_at is not null");
        }
    }
}
