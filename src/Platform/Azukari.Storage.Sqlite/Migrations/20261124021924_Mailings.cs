using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Mailings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "mailings",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    subject_ja = table.Column<string>(type: "TEXT", nullable: false),
                    subject_en = table.Column<string>(type: "TEXT", nullable: false),
                    text_ja = table.Column<string>(type: "TEXT", nullable: false),
                    text_en = table.Column<string>(type: "TEXT", nullable: false),
                    classes = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    rank = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    send_at = table.Column<long>(type: "INTEGER", nullable: true),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    written_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    proposed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    declined = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sent_through = table.Column<bool>(type: "INTEGER", nullable: false),
                    sent_looked = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_ordered = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_left_out = table.Column<string>(type: "TEXT", nullable: false),
                    count_asked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    counted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    counted_to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    count_looked = table.Column<int>(type: "INTEGER", nullable: false),
                    count_fit = table.Column<int>(type: "INTEGER", nullable: false),
                    count_left_out = table.Column<string>(type: "TEXT", nullable: false),
                    lease = table.Column<Guid>(type: "TEXT", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailings", x => x.code);
                });

            migrationBuilder.CreateIndex(
                name: "messages_case",
                table: "messages",
                columns: new[] { "case_ref", "state" });

            migrationBuilder.CreateIndex(
                name: "mailings_state",
                table: "mailings",
                columns: new[] { "state", "send_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailings");

            migrationBuilder.DropIndex(
                name: "messages_case",
                table: "messages");
        }
    }
}
