using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "staff_sessions",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "staff_sessions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "method",
                table: "staff_sessions",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "proved_at",
                table: "staff_sessions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_attempts",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_attempts", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "account_passkeys",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    transports = table.Column<string>(type: "TEXT", nullable: false),
                    user_verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    backup_eligible = table.Column<bool>(type: "INTEGER", nullable: false),
                    backed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    device = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "account_recovery_codes",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_recovery_codes", x => new { x.account_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "account_tickets",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    stamp = table.Column<Guid>(type: "TEXT", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    @case = table.Column<string>(name: "case", type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_tickets", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    stamp = table.Column<Guid>(type: "TEXT", nullable: false),
                    totp_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    totp_step = table.Column<long>(type: "INTEGER", nullable: false),
                    roles = table.Column<string>(type: "TEXT", nullable: false),
                    duties = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "member_sessions",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    device = table.Column<string>(type: "TEXT", nullable: false),
                    browser = table.Column<byte[]>(type: "BLOB", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    proved_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_sessions", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "staff_emergencies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    login = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    @case = table.Column<string>(name: "case", type: "TEXT", nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    granted = table.Column<bool>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reviewed_by = table.Column<string>(type: "TEXT", nullable: true),
                    reviewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finding = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_emergencies", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "staff_sessions_login",
                table: "staff_sessions",
                column: "login");

            migrationBuilder.CreateIndex(
                name: "account_attempts_last_at",
                table: "account_attempts",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "account_passkeys_account_id",
                table: "account_passkeys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_account_id",
                table: "account_tickets",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_expires_at",
                table: "account_tickets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "accounts_name",
                table: "accounts",
                columns: new[] { "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "member_sessions_account_id",
                table: "member_sessions",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "member_sessions_expires_at",
                table: "member_sessions",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_attempts");

            migrationBuilder.DropTable(
                name: "account_passkeys");

            migrationBuilder.DropTable(
                name: "account_recovery_codes");

            migrationBuilder.DropTable(
                name: "account_tickets");

            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "member_sessions");

            migrationBuilder.DropTable(
                name: "staff_emergencies");

            migrationBuilder.DropIndex(
                name: "staff_sessions_login",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "device",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "id",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "method",
                table: "staff_sessions");

            migrationBuilder.DropColumn(
                name: "proved_at",
                table: "staff_sessions");
        }
    }
}
