using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class StoppedApplications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "taking",
                schema: "azukari_platform",
                table: "join_applications",
                type: "character varying(256)",
                maxLength: 256,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "operators_seen",
                schema: "azukari_platform",
                columns: table => new
                {
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operators_seen", x => x.login);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "operators_seen",
                schema: "azukari_platform");

            migrationBuilder.DropColumn(
                name: "taking",
                schema: "azukari_platform",
                table: "join_applications");
        }
    }
}
