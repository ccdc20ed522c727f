using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Azukari.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "azukari_platform");

            migrationBuilder.CreateTable(
                name: "account_attempts",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    locked_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_attempts", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "account_passkeys",
                schema: "azukari_platform",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string>(type: "text", nullable: false),
                    user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_passkeys", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "account_recovery_codes",
                schema: "azukari_platform",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_recovery_codes", x => new { x.account_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "account_tickets",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stamp = table.Column<Guid>(type: "uuid", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true),
                    by = table.Column<string>(type: "text", nullable: false),
                    @case = table.Column<string>(name: "case", type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_tickets", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    totp_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_step = table.Column<long>(type: "bigint", nullable: false),
                    roles = table.Column<string>(type: "text", nullable: false),
                    duties = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_client_marks",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    generation = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_client_marks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_clients",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: true),
                    purposes = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    secret_changed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "api_requests",
                schema: "azukari_platform",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    act = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt = table.Column<Guid>(type: "uuid", nullable: false),
                    lease_until = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    answer = table.Column<byte[]>(type: "bytea", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_requests", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "api_token_keys",
                schema: "azukari_platform",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_token_keys", x => x.kind);
                });

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
                name: "join_applications",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    channel = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    reasons = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    same = table.Column<byte[]>(type: "bytea", nullable: true),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    sponsor = table.Column<byte[]>(type: "bytea", nullable: true),
                    electronic = table.Column<bool>(type: "boolean", nullable: false),
                    electronic_at = table.Column<long>(type: "bigint", nullable: true),
                    submitted_at = table.Column<long>(type: "bigint", nullable: false),
                    confirm_by = table.Column<long>(type: "bigint", nullable: true),
                    confirmed_at = table.Column<long>(type: "bigint", nullable: true),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    taking = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    confirm_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    papers_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    posted_on = table.Column<int>(type: "integer", nullable: true),
                    received_on = table.Column<int>(type: "integer", nullable: true),
                    goods_on = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_applications", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "join_leavings",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    undone = table.Column<bool>(type: "boolean", nullable: false),
                    accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    begun_at = table.Column<long>(type: "bigint", nullable: false),
                    done_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_leavings", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "join_referrals",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_referrals", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "mailings",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject_ja = table.Column<string>(type: "text", nullable: false),
                    subject_en = table.Column<string>(type: "text", nullable: false),
                    text_ja = table.Column<string>(type: "text", nullable: false),
                    text_en = table.Column<string>(type: "text", nullable: false),
                    classes = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    rank = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    send_at = table.Column<long>(type: "bigint", nullable: true),
                    written_at = table.Column<long>(type: "bigint", nullable: false),
                    written_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: true),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    declined = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sent_to = table.Column<byte[]>(type: "bytea", nullable: true),
                    sent_through = table.Column<bool>(type: "boolean", nullable: false),
                    sent_looked = table.Column<int>(type: "integer", nullable: false),
                    sent_ordered = table.Column<int>(type: "integer", nullable: false),
                    sent_left_out = table.Column<string>(type: "text", nullable: false),
                    count_asked_at = table.Column<long>(type: "bigint", nullable: true),
                    counted_at = table.Column<long>(type: "bigint", nullable: true),
                    counted_to = table.Column<byte[]>(type: "bytea", nullable: true),
                    count_looked = table.Column<int>(type: "integer", nullable: false),
                    count_fit = table.Column<int>(type: "integer", nullable: false),
                    count_left_out = table.Column<string>(type: "text", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailings", x => x.code);
                });

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
                name: "member_looks",
                schema: "azukari_platform",
                columns: table => new
                {
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_looks", x => new { x.subject, x.day });
                });

            migrationBuilder.CreateTable(
                name: "member_sessions",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    device = table.Column<string>(type: "text", nullable: false),
                    browser = table.Column<byte[]>(type: "bytea", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    proved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_sessions", x => x.hash);
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
                    rank = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    rank_at = table.Column<long>(type: "bigint", nullable: true),
                    rank_policy = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    rank_accessor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_members", x => x.subject);
                });

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
                name: "oauth_applications",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    client_secret = table.Column<string>(type: "text", nullable: true),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true),
                    permissions = table.Column<string>(type: "text", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redirect_uris = table.Column<string>(type: "text", nullable: true),
                    requirements = table.Column<string>(type: "text", nullable: true),
                    settings = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "oauth_scopes",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    descriptions = table.Column<string>(type: "text", nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    resources = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_scopes", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "policy_drafts",
                schema: "azukari_platform",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    document = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_drafts", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "rights_requests",
                schema: "azukari_platform",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    on_paper = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    language = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    due_on = table.Column<int>(type: "integer", nullable: false),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    undone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    text = table.Column<byte[]>(type: "bytea", nullable: true),
                    scan = table.Column<byte[]>(type: "bytea", nullable: true),
                    way = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, defaultValue: "web"),
                    identity = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, defaultValue: "signed-in"),
                    identity_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    identity_at = table.Column<long>(type: "bigint", nullable: true),
                    entered_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    entered_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rights_requests", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "ring_keys",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ring_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_emergencies",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    login = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    @case = table.Column<string>(name: "case", type: "text", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    granted = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    reviewed_at = table.Column<long>(type: "bigint", nullable: true),
                    finding = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_emergencies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staff_links",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_links", x => x.hash);
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

            migrationBuilder.CreateTable(
                name: "staff_sessions",
                schema: "azukari_platform",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    login = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    id = table.Column<Guid>(type: "uuid", nullable: true),
                    device = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    proved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_sessions", x => x.hash);
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

            migrationBuilder.CreateTable(
                name: "oauth_authorizations",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_authorizations", x => x.id);
                    table.ForeignKey(
                        name: "FK_oauth_authorizations_oauth_applications_application_id",
                        column: x => x.application_id,
                        principalSchema: "azukari_platform",
                        principalTable: "oauth_applications",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "oauth_tokens",
                schema: "azukari_platform",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    authorization_id = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    expiration_date = table.Column<long>(type: "bigint", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redemption_date = table.Column<long>(type: "bigint", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_oauth_tokens", x => x.id);
                    table.ForeignKey(
                        name: "FK_oauth_tokens_oauth_applications_application_id",
                        column: x => x.application_id,
                        principalSchema: "azukari_platform",
                        principalTable: "oauth_applications",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "FK_oauth_tokens_oauth_authorizations_authorization_id",
                        column: x => x.authorization_id,
                        principalSchema: "azukari_platform",
                        principalTable: "oauth_authorizations",
                        principalColumn: "id");
                });

            migrationBuilder.InsertData(
                schema: "azukari_platform",
                table: "tree_state",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "account_attempts_last_at",
                schema: "azukari_platform",
                table: "account_attempts",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "account_passkeys_account_id",
                schema: "azukari_platform",
                table: "account_passkeys",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_account_id",
                schema: "azukari_platform",
                table: "account_tickets",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "account_tickets_expires_at",
                schema: "azukari_platform",
                table: "account_tickets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "accounts_name",
                schema: "azukari_platform",
                table: "accounts",
                columns: new[] { "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "api_requests_expires_at",
                schema: "azukari_platform",
                table: "api_requests",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "found_people_created_at",
                schema: "azukari_platform",
                table: "found_people",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "join_applications_confirm",
                schema: "azukari_platform",
                table: "join_applications",
                column: "confirm_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_papers",
                schema: "azukari_platform",
                table: "join_applications",
                column: "papers_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_applications_state",
                schema: "azukari_platform",
                table: "join_applications",
                columns: new[] { "state", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "join_applications_subject",
                schema: "azukari_platform",
                table: "join_applications",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "join_leavings_done",
                schema: "azukari_platform",
                table: "join_leavings",
                columns: new[] { "done_at", "begun_at" });

            migrationBuilder.CreateIndex(
                name: "join_referrals_subject",
                schema: "azukari_platform",
                table: "join_referrals",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "mailings_state",
                schema: "azukari_platform",
                table: "mailings",
                columns: new[] { "state", "send_at" });

            migrationBuilder.CreateIndex(
                name: "member_events_subject",
                schema: "azukari_platform",
                table: "member_events",
                columns: new[] { "subject", "at" });

            migrationBuilder.CreateIndex(
                name: "member_sessions_account_id",
                schema: "azukari_platform",
                table: "member_sessions",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "member_sessions_expires_at",
                schema: "azukari_platform",
                table: "member_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "members_number",
                schema: "azukari_platform",
                table: "members",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "messages_case",
                schema: "azukari_platform",
                table: "messages",
                columns: new[] { "case_ref", "state" });

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

            migrationBuilder.CreateIndex(
                name: "messages_subject",
                schema: "azukari_platform",
                table: "messages",
                columns: new[] { "subject", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_applications_client_id",
                schema: "azukari_platform",
                table: "oauth_applications",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_oauth_authorizations_application_id_status_subject_type",
                schema: "azukari_platform",
                table: "oauth_authorizations",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_scopes_name",
                schema: "azukari_platform",
                table: "oauth_scopes",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_oauth_tokens_application_id_status_subject_type",
                schema: "azukari_platform",
                table: "oauth_tokens",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "IX_oauth_tokens_authorization_id",
                schema: "azukari_platform",
                table: "oauth_tokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "IX_oauth_tokens_reference_id",
                schema: "azukari_platform",
                table: "oauth_tokens",
                column: "reference_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "policy_drafts_created_at",
                schema: "azukari_platform",
                table: "policy_drafts",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "rights_requests_state",
                schema: "azukari_platform",
                table: "rights_requests",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "rights_requests_subject",
                schema: "azukari_platform",
                table: "rights_requests",
                columns: new[] { "subject", "received_at" });

            migrationBuilder.CreateIndex(
                name: "staff_links_expires_at",
                schema: "azukari_platform",
                table: "staff_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "staff_purposes_chosen_at",
                schema: "azukari_platform",
                table: "staff_purposes",
                column: "chosen_at");

            migrationBuilder.CreateIndex(
                name: "staff_sessions_expires_at",
                schema: "azukari_platform",
                table: "staff_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "staff_sessions_login",
                schema: "azukari_platform",
                table: "staff_sessions",
                column: "login");

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
                name: "account_attempts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_passkeys",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_recovery_codes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "account_tickets",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "api_client_marks",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "api_clients",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "api_requests",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "api_token_keys",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "found_people",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "join_applications",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "join_leavings",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "join_referrals",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "mailings",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_attestations",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_events",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_looks",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "member_sessions",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "members",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "messages",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "met_obligations",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "oauth_scopes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "oauth_tokens",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "operators_seen",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "policy_drafts",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "rights_requests",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "ring_keys",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_emergencies",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_links",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_purposes",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "staff_sessions",
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

            migrationBuilder.DropTable(
                name: "oauth_authorizations",
                schema: "azukari_platform");

            migrationBuilder.DropTable(
                name: "oauth_applications",
                schema: "azukari_platform");
        }
    }
}
