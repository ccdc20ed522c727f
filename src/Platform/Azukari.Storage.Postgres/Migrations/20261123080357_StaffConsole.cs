using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class StaffConsole : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "policy_drafts",
                schema: "azukari_platform",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    document = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_drafts", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "staff_links",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_links", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "staff_sessions",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_sessions", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "policy_drafts_created_at",
                schema: "azukari_platform",
                table: "policy_drafts",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "staff_links_expires_at",
                schema: "azukari_platform",
                table: "staff_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "staff_sessions_expires_at",
                schema: "azukari_platform",
                table: "staff_sessions",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "policy_drafts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_links",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_sessions",
                schema: "azukari_platform");
        }
    }
}
