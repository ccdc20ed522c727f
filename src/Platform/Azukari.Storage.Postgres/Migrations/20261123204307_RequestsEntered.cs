using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RequestsEntered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "entered_at",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "entered_by",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "signed-in");

            migrationBuilder.AddColumn<long>(
                name: "identity_at",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity_by",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "scan",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undone",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "way",
                schema: "azukari_platform",
                table: "rights_requests",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "web");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "entered_at",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "entered_by",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity_at",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity_by",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "scan",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "undone",
                schema: "azukari_platform",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "way",
                schema: "azukari_platform",
                table: "rights_requests");
        }
    }
}
