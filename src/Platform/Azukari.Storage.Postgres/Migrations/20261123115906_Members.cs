using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Members : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "member_attestations",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_attestations", x => new { x.subject, x.at });
                });

            migrationBuilder.CreateTable(
                name: "member_events",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false),
                    change = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    from = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    to = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "members",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(16)", maxLength: 16, nullable: false),
                    number = table.Column<byte[]>(type: "bytea", nullable: true),
                    sponsor = table.Column<long>(type: "bigint", nullable: true),
                    applied_at = table.Column<long>(type: "bigint", nullable: false),
                    registered_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    channel = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    class_at = table.Column<long>(type: "bigint", nullable: false),
                    class_policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    class_accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "tree_changes",
                schema: "azukari_platform",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false),
                    node = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_changes", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "tree_links",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    node = table.Column<long>(type: "bigint", nullable: false),
                    parent = table.Column<long>(type: "bigint", nullable: true),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approver = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    @case = table.Column<string>(name: "case", type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_moves",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    node = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: true),
                    to = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "character varying(64)", maxLength: 64, nullable: true),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_moves", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_nodes",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    parent = table.Column<long>(type: "bigint", nullable: true),
                    subject = table.Column<byte[]>(type: "bytea", nullable: true),
                    standing = table.Column<int>(type: "integer", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_state",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_state", x => x.id);
                });

            migrationBuilder.InsertData(
                schema: "azukari_platform",
                table: "tree_state",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "member_events_subject",
                schema: "azukari_platform",
                table: "member_events",
                columns: new[] { "subject", "at" });

            migrationBuilder.CreateIndex(
                name: "members_number",
                schema: "azukari_platform",
                table: "members",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "tree_links_node",
                schema: "azukari_platform",
                table: "tree_links",
                columns: new[] { "node", "from" });

            migrationBuilder.CreateIndex(
                name: "tree_links_parent",
                schema: "azukari_platform",
                table: "tree_links",
                columns: new[] { "parent", "from" });

            migrationBuilder.CreateIndex(
                name: "tree_moves_proposed_at",
                schema: "azukari_platform",
                table: "tree_moves",
                column: "proposed_at");

            migrationBuilder.CreateIndex(
                name: "tree_nodes_parent",
                schema: "azukari_platform",
                table: "tree_nodes",
                column: "parent");

            migrationBuilder.CreateIndex(
                name: "tree_nodes_subject",
                schema: "azukari_platform",
                table: "tree_nodes",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "member_attestations",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_events",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "members",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "tree_changes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "tree_links",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "tree_moves",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "tree_nodes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "tree_state",
                schema: "azukari_platform");
        }
    }
}
