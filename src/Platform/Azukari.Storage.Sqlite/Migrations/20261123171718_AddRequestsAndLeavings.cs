using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddRequestsAndLeavings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "join_leavings",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    undone = table.Column<bool>(type: "INTEGER", nullable: false),
                    accessor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_leavings", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "member_looks",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    taken = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_looks", x => new { x.subject, x.day });
                });

            migrationBuilder.CreateTable(
                name: "rights_requests",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    on_paper = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_on = table.Column<int>(type: "INTEGER", nullable: false),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answered_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    text = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rights_requests", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "messages_subject",
                table: "messages",
                columns: new[] { "subject", "created_at" });

            migrationBuilder.CreateIndex(
                name: "join_leavings_done",
                table: "join_leavings",
                columns: new[] { "done_at", "begun_at" });

            migrationBuilder.CreateIndex(
                name: "rights_requests_state",
                table: "rights_requests",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "rights_requests_subject",
                table: "rights_requests",
                columns: new[] { "subject", "received_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "join_leavings");

            migrationBuilder.DropTable(
                name: "member_looks");

            migrationBuilder.DropTable(
                name: "rights_requests");

            migrationBuilder.DropIndex(
                name: "messages_subject",
                table: "messages");
        }
    }
}
