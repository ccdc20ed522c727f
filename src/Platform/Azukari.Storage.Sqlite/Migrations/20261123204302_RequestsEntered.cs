using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RequestsEntered : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "entered_at",
                table: "rights_requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "entered_by",
                table: "rights_requests",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity",
                table: "rights_requests",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "signed-in");

            migrationBuilder.AddColumn<long>(
                name: "identity_at",
                table: "rights_requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity_by",
                table: "rights_requests",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "scan",
                table: "rights_requests",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undone",
                table: "rights_requests",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "way",
                table: "rights_requests",
                type: "TEXT",
                maxLength: 16,
                nullable: false,
                defaultValue: "web");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "entered_at",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "entered_by",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity_at",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "identity_by",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "scan",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "undone",
                table: "rights_requests");

            migrationBuilder.DropColumn(
                name: "way",
                table: "rights_requests");
        }
    }
}
