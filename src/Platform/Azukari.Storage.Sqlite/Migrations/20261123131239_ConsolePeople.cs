using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ConsolePeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "found_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session = table.Column<byte[]>(type: "BLOB", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    case_code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    hits = table.Column<byte[]>(type: "BLOB", nullable: false),
                    capped = table.Column<bool>(type: "INTEGER", nullable: false),
                    entry = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_found_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "met_obligations",
                columns: table => new
                {
                    obligation = table.Column<string>(type: "TEXT", maxLength: 96, nullable: false),
                    due = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: false),
                    login = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    entry = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_met_obligations", x => new { x.obligation, x.due });
                });

            migrationBuilder.CreateTable(
                name: "staff_purposes",
                columns: table => new
                {
                    session = table.Column<byte[]>(type: "BLOB", nullable: false),
                    login = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    case_code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    chosen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_purposes", x => x.session);
                });

            migrationBuilder.CreateIndex(
                name: "found_people_created_at",
                table: "found_people",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "staff_purposes_chosen_at",
                table: "staff_purposes",
                column: "chosen_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "found_people");

            migrationBuilder.DropTable(
                name: "met_obligations");

            migrationBuilder.DropTable(
                name: "staff_purposes");
        }
    }
}
