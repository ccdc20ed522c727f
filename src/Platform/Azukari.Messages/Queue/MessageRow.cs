using Azukari.Messages.Contracts;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Messages.Queue;

/// <summary>A message in the queue. No address, no name, no text: the person is a subject id, the rest is a template's name and sealed fields.</summary>
internal sealed class MessageRow
{
    public const string Table = "messages";

    public required Guid Id { get; init; }

    /// <summary>Keyed hash of template, subject and the order's key.</summary>
    public required byte[] Dedupe { get; init; }

    public required byte[] Subject { get; init; }

    public required string Template { get; init; }

    public required int TemplateVersion { get; init; }

    public required string Language { get; init; }

    public string? Case { get; init; }

    /// <summary>Whose act it follows from.</summary>
    public required string Accessor { get; init; }

    /// <summary>The fields, sealed; null once the message has ended.</summary>
    public byte[]? Fields { get; set; }

    public required MessageState State { get; set; }

    /// <summary>How often it was tried and failed by the message's or the receiver's own fault.</summary>
    public int Attempts { get; set; }

    /// <summary>How often it was handed over without anybody knowing whether the server took it.</summary>
    public int Doubts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is looked at next; for an ended message when it ended.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>After this it is not worth sending.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Which attempt works on it; null when none.</summary>
    public Guid? Lease { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Why it failed, waits or is not allowed: a code.</summary>
    public string? Reason { get; set; }

    /// <summary>The clause that does not allow it.</summary>
    public string? Clause { get; set; }

    /// <summary>The ledger entry of the last decision about it.</summary>
    public Guid? Entry { get; set; }
}

/// <summary>The queue's table.</summary>
internal sealed class MessageModel : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new(MessageRow.Table, StoredContent.Id, "id subject lease entry"),
        new(MessageRow.Table, StoredContent.Hash, "dedupe"),
        new(MessageRow.Table, StoredContent.Sealed, "fields"),
        new(MessageRow.Table, StoredContent.Fact, "template template_version language case_ref accessor state attempts doubts created_at due_at expires_at lease_until reason clause"),
    ];

    public void Build(ModelBuilder model) => model.Entity<MessageRow>(message =>
    {
        message.ToTable(MessageRow.Table);
        message.HasKey(m => m.Id);
        message.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        message.Property(m => m.Dedupe).HasColumnName("dedupe");
        message.Property(m => m.Subject).HasColumnName("subject");
        message.Property(m => m.Template).HasColumnName("template");
        message.Property(m => m.TemplateVersion).HasColumnName("template_version");
        message.Property(m => m.Language).HasColumnName("language");
        message.Property(m => m.Case).HasColumnName("case_ref");
        message.Property(m => m.Accessor).HasColumnName("accessor");
        message.Property(m => m.Fields).HasColumnName("fields");
        message.Property(m => m.State).HasColumnName("state").HasConversion<int>();
        message.Property(m => m.Attempts).HasColumnName("attempts");
        message.Property(m => m.Doubts).HasColumnName("doubts");
        message.Property(m => m.CreatedAt).HasColumnName("created_at");
        message.Property(m => m.DueAt).HasColumnName("due_at");
        message.Property(m => m.ExpiresAt).HasColumnName("expires_at");
        message.Property(m => m.Lease).HasColumnName("lease");
        message.Property(m => m.LeaseUntil).HasColumnName("lease_until");
        message.Property(m => m.Reason).HasColumnName("reason");
        message.Property(m => m.Clause).HasColumnName("clause");
        message.Property(m => m.Entry).HasColumnName("entry");
        message.HasIndex(m => m.Dedupe).IsUnique().HasDatabaseName("messages_dedupe");
        message.HasIndex(m => new { m.Subject, m.CreatedAt }).HasDatabaseName("messages_subject");
        message.HasIndex(m => new { m.Case, m.State }).HasDatabaseName("messages_case");
        message.HasIndex(m => new { m.State, m.DueAt }).HasDatabaseName("messages_state_due_at");
    });
}
