using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MemberRanks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "rank",
                schema: "azukari_platform",
                table: "members",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rank_accessor",
                schema: "azukari_platform",
                table: "members",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rank_at",
                schema: "azukari_platform",
                table: "members",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rank_policy",
                schema: "azukari_platform",
                table: "members",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "rank",
                schema: "azukari_platform",
                table: "members");

            migrationBuilder.DropColumn(
                name: "rank_accessor",
                schema: "azukari_platform",
                table: "members");

            migrationBuilder.DropColumn(
                name: "rank_at",
                schema: "azukari_platform",
                table: "members");

            migrationBuilder.DropColumn(
                name: "rank_policy",
                schema: "azukari_platform",
                table: "members");
        }
    }
}
