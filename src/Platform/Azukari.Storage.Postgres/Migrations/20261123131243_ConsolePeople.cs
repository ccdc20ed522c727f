using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ConsolePeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "found_people",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session = table.Column<byte[]>(type: "bytea", nullable: false),
                    item = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    role = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    purpose = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    case_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    hits = table.Column<byte[]>(type: "bytea", nullable: false),
                    capped = table.Column<bool>(type: "boolean", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_found_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "met_obligations",
                schema: "azukari_platform",
                columns: table => new
                {
                    obligation = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    done_at = table.Column<long>(type: "bigint", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    evidence = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_met_obligations", x => new { x.obligation, x.due });
                });

            migrationBuilder.CreateTable(
                name: "staff_purposes",
                schema: "azukari_platform",
                columns: table => new
                {
                    session = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    role = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    purpose = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    case_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    chosen_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_purposes", x => x.session);
                });

            migrationBuilder.CreateIndex(
                name: "found_people_created_at",
                schema: "azukari_platform",
                table: "found_people",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "staff_purposes_chosen_at",
                schema: "azukari_platform",
                table: "staff_purposes",
                column: "chosen_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "found_people",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "met_obligations",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_purposes",
                schema: "azukari_platform");
        }
    }
}
