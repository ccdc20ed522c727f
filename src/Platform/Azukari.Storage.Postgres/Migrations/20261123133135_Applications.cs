using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Applications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "join_applications",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    channel = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    reasons = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    same = table.Column<byte[]>(type: "bytea", nullable: true),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    sponsor = table.Column<byte[]>(type: "bytea", nullable: true),
                    electronic = table.Column<bool>(type: "boolean", nullable: false),
                    electronic_at = table.Column<long>(type: "bigint", nullable: true),
                    submitted_at = table.Column<long>(type: "bigint", nullable: false),
                    confirm_by = table.Column<long>(type: "bigint", nullable: true),
                    confirmed_at = table.Column<long>(type: "bigint", nullable: true),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    confirm_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    papers_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    received_on = table.Column<int>(type: "integer", nullable: true),
                    goods_on = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_applications", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "join_referrals",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_referrals", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "join_applications_confirm",
                schema: "azukari_platform",
                table: "join_applications",
                column: "confirm_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_papers",
                schema: "azukari_platform",
                table: "join_applications",
                column: "papers_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_state",
                schema: "azukari_platform",
                table: "join_applications",
                columns: new[] { "state", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "join_applications_subject",
                schema: "azukari_platform",
                table: "join_applications",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_referrals_subject",
                schema: "azukari_platform",
                table: "join_referrals",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "join_applications",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "join_referrals",
                schema: "azukari_platform");
        }
    }
}
