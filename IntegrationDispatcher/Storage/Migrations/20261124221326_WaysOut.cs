using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace IntegrationDispatcher.Storage.Migrations
{
    /// <inheritdoc />
    public partial class WaysOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "decides_enabled",
                table: "integration_default_configs",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AlterColumn<string>(
                name: "origin",
                table: "delivery_plans",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(20)",
                oldMaxLength: 20);

            migrationBuilder.AddColumn<byte[]>(
                name: "body_hash",
                table: "delivery_plans",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "session_seq",
                table: "delivery_plans",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "begun_attempts",
                table: "delivery_logs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "order_key",
                table: "delivery_logs",
                type: "character varying(600)",
                maxLength: 600,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "integration_probes",
                columns: table => new
                {
                    integration_type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    verdict = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_integration_probes", x => x.integration_type);
                    table.CheckConstraint("ck_integration_probes_integration_type", "integration_type in ('SLACK', 'EMAIL', 'WEBHOOK', 'SMS', 'TEST')");
                    table.CheckConstraint("ck_integration_probes_verdict", "verdict in ('HEALTHY', 'UNREACHABLE', 'REFUSED')");
                });

            migrationBuilder.CreateTable(
                name: "preference_version",
                columns: table => new
                {
                    id = table.Column<bool>(type: "boolean", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preference_version", x => x.id);
                    table.CheckConstraint("ck_preference_version_one", "id");
                });

            migrationBuilder.CreateTable(
                name: "slack_channels",
                columns: table => new
                {
                    channel_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    free_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slack_channels", x => x.channel_id);
                });

            migrationBuilder.CreateTable(
                name: "slack_posts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    ts = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slack_posts", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "preference_version",
                columns: new[] { "id", "value" },
                values: new object[] { true, 1L });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_plans_session_id_session_seq",
                table: "delivery_plans",
                columns: new[] { "session_id", "session_seq" });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_logs_order_key_id",
                table: "delivery_logs",
                columns: new[] { "order_key", "id" },
                filter: "order_key is not null and next_attempt_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_slack_posts_delivery_id_part",
                table: "slack_posts",
                columns: new[] { "delivery_id", "part" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_slack_posts_session_id_channel_id",
                table: "slack_posts",
                columns: new[] { "session_id", "channel_id" });

            migrationBuilder.Sql("""
                create function raise_preference_version() returns trigger language plpgsql as
                  'begin update preference_version set value = value + 1; return null; end';
                create trigger preference_version after insert or update or delete on user_integration_configs
                  for each statement execute function raise_preference_version();
                create trigger preference_version after insert or update or delete on integration_default_configs
                  for each statement execute function raise_preference_version();
                create trigger preference_version after update on integration_probes
                  for each row when (old.verdict is distinct from new.verdict) execute function raise_preference_version();
                create trigger preference_version_insert after insert on integration_probes
                  for each row execute function raise_preference_version();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function raise_preference_version() cascade");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "integration_probes");

            migrationBuilder.DropTable(
                name: "preference_version");

            migrationBuilder.DropTable(
                name: "slack_channels");

            migrationBuilder.DropTable(
                name: "slack_posts");

            migrationBuilder.DropIndex(
                name: "ix_delivery_plans_session_id_session_seq",
                table: "delivery_plans");

            migrationBuilder.DropIndex(
                name: "ix_delivery_logs_order_key_id",
                table: "delivery_logs");

            migrationBuilder.DropColumn(
                name: "decides_enabled",
                table: "integration_default_configs");

            migrationBuilder.DropColumn(
                name: "body_hash",
                table: "delivery_plans");

            migrationBuilder.DropColumn(
                name: "session_seq",
                table: "delivery_plans");

            migrationBuilder.DropColumn(
                name: "begun_attempts",
                table: "delivery_logs");

            migrationBuilder.DropColumn(
                name: "order_key",
                table: "delivery_logs");

            migrationBuilder.AlterColumn<string>(
                name: "origin",
                table: "delivery_plans",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(20)",
                oldMaxLength: 20,
                oldNullable: true);
        }
    }
}
