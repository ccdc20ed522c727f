using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Members : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "member_attestations",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    policy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_attestations", x => new { x.subject, x.at });
                });

            migrationBuilder.CreateTable(
                name: "member_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<long>(type: "INTEGER", nullable: false),
                    change = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    from = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    to = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    accessor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "TEXT", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "BLOB", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 16, nullable: false),
                    number = table.Column<byte[]>(type: "BLOB", nullable: true),
                    sponsor = table.Column<long>(type: "INTEGER", nullable: true),
                    applied_at = table.Column<long>(type: "INTEGER", nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    channel = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    policy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    accessor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    class_at = table.Column<long>(type: "INTEGER", nullable: false),
                    class_policy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    class_accessor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "tree_changes",
                columns: table => new
                {
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    node = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_changes", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "tree_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    node = table.Column<long>(type: "INTEGER", nullable: false),
                    parent = table.Column<long>(type: "INTEGER", nullable: true),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    accessor = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    approver = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    @case = table.Column<string>(name: "case", type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_moves",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    node = table.Column<long>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: true),
                    to = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    @case = table.Column<string>(name: "case", type: "TEXT", maxLength: 64, nullable: true),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    proposed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_moves", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_nodes",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    parent = table.Column<long>(type: "INTEGER", nullable: true),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: true),
                    standing = table.Column<int>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tree_state", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "tree_state",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "member_events_subject",
                table: "member_events",
                columns: new[] { "subject", "at" });

            migrationBuilder.CreateIndex(
                name: "members_number",
                table: "members",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "tree_links_node",
                table: "tree_links",
                columns: new[] { "node", "from" });

            migrationBuilder.CreateIndex(
                name: "tree_links_parent",
                table: "tree_links",
                columns: new[] { "parent", "from" });

            migrationBuilder.CreateIndex(
                name: "tree_moves_proposed_at",
                table: "tree_moves",
                column: "proposed_at");

            migrationBuilder.CreateIndex(
                name: "tree_nodes_parent",
                table: "tree_nodes",
                column: "parent");

            migrationBuilder.CreateIndex(
                name: "tree_nodes_subject",
                table: "tree_nodes",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "member_attestations");

            migrationBuilder.DropTable(
                name: "member_events");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "tree_changes");

            migrationBuilder.DropTable(
                name: "tree_links");

            migrationBuilder.DropTable(
                name: "tree_moves");

            migrationBuilder.DropTable(
                name: "tree_nodes");

            migrationBuilder.DropTable(
                name: "tree_state");
        }
    }
}
