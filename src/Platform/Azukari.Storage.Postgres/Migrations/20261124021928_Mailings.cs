using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Mailings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "mailings",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject_ja = table.Column<string>(type: "text", nullable: false),
                    subject_en = table.Column<string>(type: "text", nullable: false),
                    text_ja = table.Column<string>(type: "text", nullable: false),
                    text_en = table.Column<string>(type: "text", nullable: false),
                    classes = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    rank = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    send_at = table.Column<long>(type: "bigint", nullable: true),
                    written_at = table.Column<long>(type: "bigint", nullable: false),
                    written_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: true),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    declined = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sent_to = table.Column<byte[]>(type: "bytea", nullable: true),
                    sent_through = table.Column<bool>(type: "boolean", nullable: false),
                    sent_looked = table.Column<int>(type: "integer", nullable: false),
                    sent_ordered = table.Column<int>(type: "integer", nullable: false),
                    sent_left_out = table.Column<string>(type: "text", nullable: false),
                    count_asked_at = table.Column<long>(type: "bigint", nullable: true),
                    counted_at = table.Column<long>(type: "bigint", nullable: true),
                    counted_to = table.Column<byte[]>(type: "bytea", nullable: true),
                    count_looked = table.Column<int>(type: "integer", nullable: false),
                    count_fit = table.Column<int>(type: "integer", nullable: false),
                    count_left_out = table.Column<string>(type: "text", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailings", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "messages_case",
                schema: "azukari_platform",
                table: "messages",
                columns: new[] { "case_ref", "state" });

            migrationBuilder.CreateIndex(
                name: "mailings_state",
                schema: "azukari_platform",
                table: "mailings",
                columns: new[] { "state", "send_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailings",
                schema: "azukari_platform");

            migrationBuilder.DropIndex(
                name: "messages_case",
                schema: "azukari_platform",
                table: "messages");
        }
    }
}
