using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "device",
                schema: "azukari_platform",
                table: "staff_sessions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                schema: "azukari_platform",
                table: "staff_sessions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "method",
                schema: "azukari_platform",
                table: "staff_sessions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "proved_at",
                schema: "azukari_platform",
                table: "staff_sessions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_attempts",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    locked_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_attempts", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "account_passkeys",
                schema: "azukari_platform",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "text", nullable: false),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "account_recovery_codes",
                schema: "azukari_platform",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_recovery_codes", x => new { x.account_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "account_tickets",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stamp = table.Column<Guid>(type: "uuid", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    @case = table.Column<string>(name: "case", type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_tickets", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    totp_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_step = table.Column<long>(type: "bigint", nullable: false),
                    roles = table.Column<string>(type: "text", nullable: false),
                    duties = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "member_sessions",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    device = table.Column<string>(type: "text", nullable: false),
                    browser = table.Column<byte[]>(type: "bytea", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    proved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_sessions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "staff_emergencies",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    login = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    @case = table.Column<string>(name: "case", type: "text", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    granted = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    reviewed_at = table.Column<long>(type: "bigint", nullable: true),
                    finding = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_emergencies", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "staff_sessions_login",
                schema: "azukari_platform",
                table: "staff_sessions",
                column: "login");

            migrationBuilder.CreateIndex(
                name: "account_attempts_last_at",
                schema: "azukari_platform",
                table: "account_attempts",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "account_passkeys_account_id",
                schema: "azukari_platform",
                table: "account_passkeys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_account_id",
                schema: "azukari_platform",
                table: "account_tickets",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_expires_at",
                schema: "azukari_platform",
                table: "account_tickets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "accounts_name",
                schema: "azukari_platform",
                table: "accounts",
                columns: new[] { "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "member_sessions_account_id",
                schema: "azukari_platform",
                table: "member_sessions",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "member_sessions_expires_at",
                schema: "azukari_platform",
                table: "member_sessions",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_attempts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_passkeys",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_recovery_codes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_tickets",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_sessions",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_emergencies",
                schema: "azukari_platform");

            migrationBuilder.DropIndex(
                name: "staff_sessions_login",
                schema: "azukari_platform",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "device",
                schema: "azukari_platform",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "id",
                schema: "azukari_platform",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "method",
                schema: "azukari_platform",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "proved_at",
                schema: "azukari_platform",
                table: "staff_sessions");
        }
    }
}
