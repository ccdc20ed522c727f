using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Azukari.Requests.Storage;

/// <summary>A request. What was written in it is a document of the vault.</summary>
internal sealed class RequestRow
{
    public required string Code { get; init; }

    public required SubjectId Subject { get; init; }

    public required string Kind { get; init; }

    public required bool OnPaper { get; init; }

    public required string State { get; set; }

    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The day it is due, as year, month, day in one number.</summary>
    public required int DueOn { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public string? AnsweredBy { get; set; }

    public string? Reason { get; set; }

    /// <summary>Why it was granted although nothing was done for it here.</summary>
    public string? Undone { get; set; }

    /// <summary>The document with what was written; null where nothing was.</summary>
    public byte[]? Text { get; init; }

    /// <summary>The document with the scan; null where there is none.</summary>
    public byte[]? Scan { get; set; }

    public required string Way { get; init; }

    public required string Identity { get; set; }

    public string? IdentityBy { get; set; }

    public DateTimeOffset? IdentityAt { get; set; }

    public string? EnteredBy { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }
}

/// <summary>The table of requests.</summary>
internal sealed class RequestStorage : IStorageModel
{
    private static readonly ValueConverter<SubjectId, byte[]> Subject = new(id => id.ToBytes(), bytes => SubjectId.FromBytes(bytes));

    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("rights_requests", StoredContent.Id, "code subject text scan"),
        new("rights_requests", StoredContent.Fact, "kind on_paper state language received_at due_on answered_at answered_by reason undone way identity identity_by identity_at entered_by entered_at"),
    ];

    public void Build(ModelBuilder model) => model.Entity<RequestRow>(row =>
    {
        row.ToTable("rights_requests").HasKey(r => r.Code);
        row.Property(r => r.Code).HasColumnName("code").HasMaxLength(16);
        row.Property(r => r.Subject).HasColumnName("subject").HasConversion(Subject);
        row.Property(r => r.Kind).HasColumnName("kind").HasMaxLength(16);
        row.Property(r => r.OnPaper).HasColumnName("on_paper");
        row.Property(r => r.State).HasColumnName("state").HasMaxLength(16);
        row.Property(r => r.Language).HasColumnName("language").HasMaxLength(8);
        row.Property(r => r.ReceivedAt).HasColumnName("received_at");
        row.Property(r => r.DueOn).HasColumnName("due_on");
        row.Property(r => r.AnsweredAt).HasColumnName("answered_at");
        row.Property(r => r.AnsweredBy).HasColumnName("answered_by").HasMaxLength(64);
        row.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(64);
        row.Property(r => r.Undone).HasColumnName("undone").HasMaxLength(64);
        row.Property(r => r.Text).HasColumnName("text");
        row.Property(r => r.Scan).HasColumnName("scan");
        // What was made before these columns were there came from a member who had signed in.
        row.Property(r => r.Way).HasColumnName("way").HasMaxLength(16).HasDefaultValue("web");
        row.Property(r => r.Identity).HasColumnName("identity").HasMaxLength(16).HasDefaultValue("signed-in");
        row.Property(r => r.IdentityBy).HasColumnName("identity_by").HasMaxLength(64);
        row.Property(r => r.IdentityAt).HasColumnName("identity_at");
        row.Property(r => r.EnteredBy).HasColumnName("entered_by").HasMaxLength(64);
        row.Property(r => r.EnteredAt).HasColumnName("entered_at");
        row.HasIndex(r => new { r.Subject, r.ReceivedAt }).HasDatabaseName("rights_requests_subject");
        row.HasIndex(r => new { r.State, r.DueOn }).HasDatabaseName("rights_requests_state");
    });
}
