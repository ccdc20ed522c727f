using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Mailings.Storage;

/// <summary>A mailing: words the company wrote for many, how it stands, how far it has come. Whom it went to is in the queue of messages and in the ledger.</summary>
internal sealed class MailingRow
{
    public const string Table = "mailings";

    public required string Code { get; init; }

    public required string Kind { get; set; }

    public required string State { get; set; }

    public required string SubjectJa { get; set; }

    public required string SubjectEn { get; set; }

    public required string TextJa { get; set; }

    public required string TextEn { get; set; }

    /// <summary>Words of classes, parted by spaces.</summary>
    public required string Classes { get; set; }

    public string? Rank { get; set; }

    public DateTimeOffset? SendAt { get; set; }

    public required DateTimeOffset WrittenAt { get; set; }

    public required string WrittenBy { get; set; }

    public DateTimeOffset? ProposedAt { get; set; }

    public string? ProposedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    public string? Declined { get; set; }

    /// <summary>What was approved, as the ledger has it.</summary>
    public string? Digest { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndedBy { get; set; }

    public required long Version { get; set; }

    /// <summary>The last member the sending has looked at; null before the first.</summary>
    public byte[]? SentTo { get; set; }

    /// <summary>Whether it has looked at everybody.</summary>
    public bool SentThrough { get; set; }

    public int SentLooked { get; set; }

    public int SentOrdered { get; set; }

    public string SentLeftOut { get; set; } = "";

    /// <summary>When a counting was asked for; what it had found by then begins anew.</summary>
    public DateTimeOffset? CountAskedAt { get; set; }

    public DateTimeOffset? CountedAt { get; set; }

    public byte[]? CountedTo { get; set; }

    public int CountLooked { get; set; }

    public int CountFit { get; set; }

    public string CountLeftOut { get; set; } = "";

    /// <summary>Which step works on it; null when none does.</summary>
    public Guid? Lease { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>The table of mailings.</summary>
internal sealed class MailingStorage : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new(MailingRow.Table, StoredContent.Id, "code sent_to counted_to lease"),
        new(MailingRow.Table, StoredContent.Words, "subject_ja subject_en text_ja text_en"),
        new(MailingRow.Table, StoredContent.Hash, "digest"),
        new(MailingRow.Table, StoredContent.Fact,
            "kind state classes rank send_at written_at written_by proposed_at proposed_by decided_at decided_by declined started_at ended_at ended_by version "
            + "sent_through sent_looked sent_ordered sent_left_out count_asked_at counted_at count_looked count_fit count_left_out lease_until"),
    ];

    public void Build(ModelBuilder model) => model.Entity<MailingRow>(row =>
    {
        row.ToTable(MailingRow.Table).HasKey(m => m.Code);
        row.Property(m => m.Code).HasColumnName("code").HasMaxLength(16);
        row.Property(m => m.Kind).HasColumnName("kind").HasMaxLength(16);
        row.Property(m => m.State).HasColumnName("state").HasMaxLength(16);
        row.Property(m => m.SubjectJa).HasColumnName("subject_ja");
        row.Property(m => m.SubjectEn).HasColumnName("subject_en");
        row.Property(m => m.TextJa).HasColumnName("text_ja");
        row.Property(m => m.TextEn).HasColumnName("text_en");
        row.Property(m => m.Classes).HasColumnName("classes").HasMaxLength(64);
        row.Property(m => m.Rank).HasColumnName("rank").HasMaxLength(16);
        row.Property(m => m.SendAt).HasColumnName("send_at");
        row.Property(m => m.WrittenAt).HasColumnName("written_at");
        row.Property(m => m.WrittenBy).HasColumnName("written_by").HasMaxLength(64);
        row.Property(m => m.ProposedAt).HasColumnName("proposed_at");
        row.Property(m => m.ProposedBy).HasColumnName("proposed_by").HasMaxLength(64);
        row.Property(m => m.DecidedAt).HasColumnName("decided_at");
        row.Property(m => m.DecidedBy).HasColumnName("decided_by").HasMaxLength(64);
        row.Property(m => m.Declined).HasColumnName("declined").HasMaxLength(16);
        row.Property(m => m.Digest).HasColumnName("digest").HasMaxLength(64);
        row.Property(m => m.StartedAt).HasColumnName("started_at");
        row.Property(m => m.EndedAt).HasColumnName("ended_at");
        row.Property(m => m.EndedBy).HasColumnName("ended_by").HasMaxLength(64);
        row.Property(m => m.Version).HasColumnName("version");
        row.Property(m => m.SentTo).HasColumnName("sent_to");
        row.Property(m => m.SentThrough).HasColumnName("sent_through");
        row.Property(m => m.SentLooked).HasColumnName("sent_looked");
        row.Property(m => m.SentOrdered).HasColumnName("sent_ordered");
        row.Property(m => m.SentLeftOut).HasColumnName("sent_left_out");
        row.Property(m => m.CountAskedAt).HasColumnName("count_asked_at");
        row.Property(m => m.CountedAt).HasColumnName("counted_at");
        row.Property(m => m.CountedTo).HasColumnName("counted_to");
        row.Property(m => m.CountLooked).HasColumnName("count_looked");
        row.Property(m => m.CountFit).HasColumnName("count_fit");
        row.Property(m => m.CountLeftOut).HasColumnName("count_left_out");
        row.Property(m => m.Lease).HasColumnName("lease");
        row.Property(m => m.LeaseUntil).HasColumnName("lease_until");
        row.HasIndex(m => new { m.State, m.SendAt }).HasDatabaseName("mailings_state");
    });
}
