using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Erasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "delivery_plans",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_slack_people_user_id",
                table: "slack_people",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_delivery_plans_user_id_id",
                table: "delivery_plans",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_answer_feedback_user_id",
                table: "answer_feedback",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_slack_people_user_id",
                table: "slack_people");

            migrationBuilder.DropIndex(
                name: "ix_delivery_plans_user_id_id",
                table: "delivery_plans");

            migrationBuilder.DropIndex(
                name: "ix_answer_feedback_user_id",
                table: "answer_feedback");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "delivery_plans");
        }
    }
}
