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

            // A second one for the same thing is what this ends; the newest, which people were told of last, stays, and the others say so.
            migrationBuilder.Sql("""
                update tickets t set closed_at = now(), details = coalesce(t.details, '{}') || jsonb_build_object('continued_in', newest.number)
                from tickets newest
                where t.closed_at is null and newest.id = (
                    select max(same.id) from tickets same
                    where same.closed_at is null and lower(same.user_id) = lower(t.user_id) and same.category = t.category and lower(same.subject) = lower(t.subject))
                  and t.id < newest.id
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
