using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Messages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "messages",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dedupe = table.Column<byte[]>(type: "bytea", nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    template = table.Column<string>(type: "text", nullable: false),
                    template_version = table.Column<int>(type: "integer", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    case_ref = table.Column<string>(type: "text", nullable: true),
                    accessor = table.Column<string>(type: "text", nullable: false),
                    fields = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    doubts = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    clause = table.Column<string>(type: "text", nullable: true),
                    entry = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_messages", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "messages_dedupe",
                schema: "azukari_platform",
                table: "messages",
                column: "dedupe",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "messages_state_due_at",
                schema: "azukari_platform",
                table: "messages",
                columns: new[] { "state", "due_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "messages",
                schema: "azukari_platform");
        }
    }
}
