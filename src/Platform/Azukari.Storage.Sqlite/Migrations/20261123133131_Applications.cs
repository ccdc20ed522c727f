using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Applications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "join_applications",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    reasons = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    same = table.Column<byte[]>(type: "BLOB", nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    policy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    sponsor = table.Column<byte[]>(type: "BLOB", nullable: true),
                    electronic = table.Column<bool>(type: "INTEGER", nullable: false),
                    electronic_at = table.Column<long>(type: "INTEGER", nullable: true),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    confirm_by = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    confirm_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    papers_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    received_on = table.Column<int>(type: "INTEGER", nullable: true),
                    goods_on = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_applications", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "join_referrals",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_referrals", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "join_applications_confirm",
                table: "join_applications",
                column: "confirm_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_papers",
                table: "join_applications",
                column: "papers_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_state",
                table: "join_applications",
                columns: new[] { "state", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "join_applications_subject",
                table: "join_applications",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_referrals_subject",
                table: "join_referrals",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "join_applications");

            migrationBuilder.DropTable(
                name: "join_referrals");
        }
    }
}
