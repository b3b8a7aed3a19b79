using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace AgentService.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agent_mailboxes",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    next_seq = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    ready_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    current_agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    conversation_context = table.Column<string>(type: "jsonb", nullable: true),
                    epoch = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    claim_id = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_mailboxes", x => x.session_id);
                });

            migrationBuilder.CreateTable(
                name: "agent_turns",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_seq = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    request = table.Column<string>(type: "jsonb", nullable: false),
                    target_agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    reply_to = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    correlation_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    trace_parent = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    response = table.Column<string>(type: "jsonb", nullable: true),
                    response_confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_publish_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    publish_count = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_turns", x => x.id);
                    table.CheckConstraint("ck_agent_turns_status", "status in ('WAITING', 'ANSWERED', 'FAILED')");
                });

            migrationBuilder.CreateTable(
                name: "knowledge_passages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    knowledge_base = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    document = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    keywords = table.Column<string>(type: "text", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true, computedColumnSql: "setweight(to_tsvector('english', title), 'A')\n|| setweight(to_tsvector('english', section || ' . ' || keywords), 'B')\n|| setweight(to_tsvector('english', content), 'C')", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_passages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_agent_mailboxes_claim_id",
                table: "agent_mailboxes",
                column: "claim_id",
                filter: "claim_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_agent_mailboxes_next_agent_id_ready_at",
                table: "agent_mailboxes",
                columns: new[] { "next_agent_id", "ready_at" },
                filter: "ready_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_agent_turns_next_publish_at",
                table: "agent_turns",
                column: "next_publish_at",
                filter: "completed_at is not null and response_confirmed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_agent_turns_request_id",
                table: "agent_turns",
                column: "request_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agent_turns_session_id_session_seq",
                table: "agent_turns",
                columns: new[] { "session_id", "session_seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_passages_knowledge_base_document_ordinal",
                table: "knowledge_passages",
                columns: new[] { "knowledge_base", "document", "ordinal" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_passages_search",
                table: "knowledge_passages",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_mailboxes");

            migrationBuilder.DropTable(
                name: "agent_turns");

            migrationBuilder.DropTable(
                name: "knowledge_passages");
        }
    }
}
