using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AddRequestsAndLeavings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "join_leavings",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    undone = table.Column<bool>(type: "boolean", nullable: false),
                    accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    begun_at = table.Column<long>(type: "bigint", nullable: false),
                    done_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_leavings", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "member_looks",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_looks", x => new { x.subject, x.day });
                });

            migrationBuilder.CreateTable(
                name: "rights_requests",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    on_paper = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    due_on = table.Column<int>(type: "integer", nullable: false),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    text = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rights_requests", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "messages_subject",
                schema: "azukari_platform",
                table: "messages",
                columns: new[] { "subject", "created_at" });

            migrationBuilder.CreateIndex(
                name: "join_leavings_done",
                schema: "azukari_platform",
                table: "join_leavings",
                columns: new[] { "done_at", "begun_at" });

            migrationBuilder.CreateIndex(
                name: "rights_requests_state",
                schema: "azukari_platform",
                table: "rights_requests",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "rights_requests_subject",
                schema: "azukari_platform",
                table: "rights_requests",
                columns: new[] { "subject", "received_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "join_leavings",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_looks",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "rights_requests",
                schema: "azukari_platform");

            migrationBuilder.DropIndex(
                name: "messages_subject",
                schema: "azukari_platform",
                table: "messages");
        }
    }
}
