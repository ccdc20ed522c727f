using Azukari.Console.Staff;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.SignIn;

/// <summary>A sign-in link that was printed: single use, ten minutes. The code itself is nowhere, only its hash.</summary>
internal sealed class StaffLink
{
    /// <summary>SHA-256 of the code.</summary>
    public required byte[] Hash { get; init; }

    public required string Login { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A session of somebody of the staff. The token in the cookie is nowhere, only its hash.</summary>
internal sealed class StaffSession
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    public required string Login { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What it is ended by from a list; none on those from before there were lists.</summary>
    public Guid? Id { get; init; }

    /// <summary>The kind of browser and system, a code.</summary>
    public string? Device { get; init; }

    /// <summary>How it was opened, a code: <c>link</c>, <c>passkey</c>, <c>password-code</c>.</summary>
    public string? Method { get; init; }

    /// <summary>When whoever has it last proved who they are by more than a password or a link alone.</summary>
    public DateTimeOffset? ProvedAt { get; init; }
}

/// <summary>A policy file that was uploaded to see what publishing it would do. Kept a day.</summary>
internal sealed class PolicyDraft
{
    /// <summary>SHA-256 of the file, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required byte[] Document { get; init; }

    public required string Login { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The console's tables.</summary>
internal sealed class ConsoleStorage : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("staff_links", StoredContent.Hash, "hash"), new("staff_links", StoredContent.Fact, "login created_at expires_at used_at"),
        new("staff_sessions", StoredContent.Hash, "hash"), new("staff_sessions", StoredContent.Fact, "login created_at seen_at expires_at ended_at device method proved_at"), new("staff_sessions", StoredContent.Id, "id"),
        new("policy_drafts", StoredContent.Fact, "sha256 document login created_at"),
        new("operators_seen", StoredContent.Fact, "login since"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<StaffLink>(link =>
        {
            link.ToTable("staff_links").HasKey(l => l.Hash);
            link.Property(l => l.Hash).HasColumnName("hash");
            link.Property(l => l.Login).HasColumnName("login").HasMaxLength(64);
            link.Property(l => l.CreatedAt).HasColumnName("created_at");
            link.Property(l => l.ExpiresAt).HasColumnName("expires_at");
            link.Property(l => l.UsedAt).HasColumnName("used_at");
            link.HasIndex(l => l.ExpiresAt).HasDatabaseName("staff_links_expires_at");
        });
        model.Entity<StaffSession>(session =>
        {
            session.ToTable("staff_sessions").HasKey(s => s.Hash);
            session.Property(s => s.Hash).HasColumnName("hash");
            session.Property(s => s.Login).HasColumnName("login").HasMaxLength(64);
            session.Property(s => s.CreatedAt).HasColumnName("created_at");
            session.Property(s => s.SeenAt).HasColumnName("seen_at");
            session.Property(s => s.ExpiresAt).HasColumnName("expires_at");
            session.Property(s => s.EndedAt).HasColumnName("ended_at");
            session.Property(s => s.Id).HasColumnName("id");
            session.Property(s => s.Device).HasColumnName("device").HasMaxLength(32);
            session.Property(s => s.Method).HasColumnName("method").HasMaxLength(32);
            session.Property(s => s.ProvedAt).HasColumnName("proved_at");
            session.HasIndex(s => s.Login).HasDatabaseName("staff_sessions_login");
            session.HasIndex(s => s.ExpiresAt).HasDatabaseName("staff_sessions_expires_at");
        });
        model.Entity<OperatorSeen>(seen =>
        {
            seen.ToTable("operators_seen").HasKey(s => s.Login);
            seen.Property(s => s.Login).HasColumnName("login").HasMaxLength(64);
            seen.Property(s => s.Since).HasColumnName("since");
        });
        model.Entity<PolicyDraft>(draft =>
        {
            draft.ToTable("policy_drafts").HasKey(d => d.Sha256);
            draft.Property(d => d.Sha256).HasColumnName("sha256").HasMaxLength(64);
            draft.Property(d => d.Document).HasColumnName("document");
            draft.Property(d => d.Login).HasColumnName("login").HasMaxLength(64);
            draft.Property(d => d.CreatedAt).HasColumnName("created_at");
            draft.HasIndex(d => d.CreatedAt).HasDatabaseName("policy_drafts_created_at");
        });
    }
}
