using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace RequestManager.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "request_sessions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    session_id = table.Column<string>(type: "varchar(36)", nullable: false),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    integration_type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    channel_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    thread_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    external_session_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    current_agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    llama_stack_session_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    integration_metadata = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    user_context = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    conversation_context = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'{}'"),
                    total_requests = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    answered_seq = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    last_request_id = table.Column<string>(type: "varchar(36)", nullable: true),
                    last_request_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_sessions", x => x.id);
                    table.UniqueConstraint("ak_request_sessions_session_id", x => x.session_id);
                    table.CheckConstraint("ck_request_sessions_integration_type", "integration_type in ('SLACK', 'WEB', 'CLI', 'TOOL', 'EMAIL', 'SMS', 'WEBHOOK', 'TEAMS', 'DISCORD', 'TEST')");
                    table.CheckConstraint("ck_request_sessions_status", "status in ('ACTIVE', 'INACTIVE', 'EXPIRED', 'ARCHIVED')");
                });

            migrationBuilder.CreateTable(
                name: "request_logs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    request_id = table.Column<string>(type: "varchar(36)", nullable: false),
                    session_id = table.Column<string>(type: "varchar(36)", nullable: false),
                    session_seq = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    sent_by = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    request_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    request_content = table.Column<string>(type: "text", nullable: false),
                    normalized_request = table.Column<string>(type: "jsonb", nullable: false),
                    agent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    processing_time_ms = table.Column<int>(type: "integer", nullable: true),
                    response_content = table.Column<string>(type: "text", nullable: true),
                    response_metadata = table.Column<string>(type: "jsonb", nullable: true),
                    cloudevent_id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: true),
                    cloudevent_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    trace_parent = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true),
                    next_publish_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    publish_count = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    next_forward_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    forwarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_logs", x => x.id);
                    table.CheckConstraint("ck_request_logs_status", "status in ('PENDING', 'COMPLETED', 'FAILED')");
                    table.ForeignKey(
                        name: "fk_request_logs_request_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "request_sessions",
                        principalColumn: "session_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_request_logs_next_forward_at",
                table: "request_logs",
                column: "next_forward_at",
                filter: "next_forward_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_request_logs_next_publish_at",
                table: "request_logs",
                column: "next_publish_at",
                filter: "next_publish_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_request_logs_request_id",
                table: "request_logs",
                column: "request_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_request_logs_session_id_session_seq",
                table: "request_logs",
                columns: new[] { "session_id", "session_seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_request_logs_user_id",
                table: "request_logs",
                column: "user_id",
                filter: "completed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_request_sessions_user_id",
                table: "request_sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_request_sessions_user_id_integration_type_channel_id_thread",
                table: "request_sessions",
                columns: new[] { "user_id", "integration_type", "channel_id", "thread_id" },
                unique: true,
                filter: "status = 'ACTIVE'")
                .Annotation("Npgsql:NullsDistinct", false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "request_logs");

            migrationBuilder.DropTable(
                name: "request_sessions");
        }
    }
}
