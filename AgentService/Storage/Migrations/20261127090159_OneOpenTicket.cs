using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OneOpenTicket : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tickets_user_id_category_subject",
                table: "tickets");

            // A second one for the same thing is what this ends; the first stays.
            migrationBuilder.Sql("""
                update tickets t set closed_at = now()
                where t.closed_at is null and exists (
                    select from tickets first
                    where first.closed_at is null and first.id < t.id
                      and lower(first.user_id) = lower(t.user_id) and first.category = t.category and lower(first.subject) = lower(t.subject))
                """);
            migrationBuilder.Sql("create unique index ix_tickets_open on tickets (lower(user_id), category, lower(subject)) where closed_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_tickets_open");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_user_id_category_subject",
                table: "tickets",
                columns: new[] { "user_id", "category", "subject" },
                filter: "closed_at is null");
        }
    }
}
