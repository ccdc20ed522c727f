using Azukari.Join.Leaving;
using Azukari.Join.Sponsors;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Azukari.Join.Applications;

/// <summary>The tables of registration.</summary>
internal sealed class JoinStorage : IStorageModel
{
    private static readonly ValueConverter<SubjectId, byte[]> Subject = new(id => id.ToBytes(), bytes => SubjectId.FromBytes(bytes));

    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("join_applications", StoredContent.Id, "code subject same sponsor"),
        new("join_applications", StoredContent.Hash, "confirm_hash papers_hash"),
        new("join_applications", StoredContent.Fact, "kind channel state reasons language policy electronic electronic_at submitted_at confirm_by confirmed_at changed_at decided_at decided_by reason taking posted_on received_on goods_on"),
        new("join_leavings", StoredContent.Id, "subject code"),
        new("join_leavings", StoredContent.Fact, "undone accessor language begun_at done_at"),
        new("join_referrals", StoredContent.Id, "code subject"),
        new("join_referrals", StoredContent.Fact, "created_at"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<ApplicationRow>(row =>
        {
            row.ToTable("join_applications").HasKey(a => a.Code);
            row.Property(a => a.Code).HasColumnName("code").HasMaxLength(16);
            row.Property(a => a.Subject).HasColumnName("subject").HasConversion(Subject);
            row.Property(a => a.Kind).HasColumnName("kind").HasMaxLength(16);
            row.Property(a => a.Channel).HasColumnName("channel").HasMaxLength(16);
            row.Property(a => a.State).HasColumnName("state").HasMaxLength(16);
            row.Property(a => a.Reasons).HasColumnName("reasons").HasMaxLength(128);
            row.Property(a => a.Same).HasColumnName("same").HasConversion(Subject);
            row.Property(a => a.Language).HasColumnName("language").HasMaxLength(8);
            row.Property(a => a.Policy).HasColumnName("policy").HasMaxLength(64);
            row.Property(a => a.Sponsor).HasColumnName("sponsor").HasConversion(Subject);
            row.Property(a => a.Electronic).HasColumnName("electronic");
            row.Property(a => a.ElectronicAt).HasColumnName("electronic_at");
            row.Property(a => a.SubmittedAt).HasColumnName("submitted_at");
            row.Property(a => a.ConfirmBy).HasColumnName("confirm_by");
            row.Property(a => a.ConfirmedAt).HasColumnName("confirmed_at");
            row.Property(a => a.ChangedAt).HasColumnName("changed_at");
            row.Property(a => a.DecidedAt).HasColumnName("decided_at");
            row.Property(a => a.DecidedBy).HasColumnName("decided_by").HasMaxLength(64);
            row.Property(a => a.Reason).HasColumnName("reason").HasMaxLength(64);
            row.Property(a => a.Taking).HasColumnName("taking").HasMaxLength(256);
            row.Property(a => a.ConfirmHash).HasColumnName("confirm_hash");
            row.Property(a => a.PapersHash).HasColumnName("papers_hash");
            row.Property(a => a.PostedOn).HasColumnName("posted_on");
            row.Property(a => a.ReceivedOn).HasColumnName("received_on");
            row.Property(a => a.GoodsOn).HasColumnName("goods_on");
            row.HasIndex(a => a.Subject).IsUnique().HasDatabaseName("join_applications_subject");
            row.HasIndex(a => a.ConfirmHash).IsUnique().HasDatabaseName("join_applications_confirm");
            row.HasIndex(a => a.PapersHash).IsUnique().HasDatabaseName("join_applications_papers");
            row.HasIndex(a => new { a.State, a.SubmittedAt }).HasDatabaseName("join_applications_state");
        });
        model.Entity<LeavingRow>(row =>
        {
            row.ToTable("join_leavings").HasKey(l => l.Subject);
            row.Property(l => l.Subject).HasColumnName("subject").HasConversion(Subject);
            row.Property(l => l.Code).HasColumnName("code").HasMaxLength(16);
            row.Property(l => l.Undone).HasColumnName("undone");
            row.Property(l => l.Accessor).HasColumnName("accessor").HasMaxLength(64);
            row.Property(l => l.Language).HasColumnName("language").HasMaxLength(8);
            row.Property(l => l.BegunAt).HasColumnName("begun_at");
            row.Property(l => l.DoneAt).HasColumnName("done_at");
            row.HasIndex(l => new { l.DoneAt, l.BegunAt }).HasDatabaseName("join_leavings_done");
        });
        model.Entity<ReferralRow>(row =>
        {
            row.ToTable("join_referrals").HasKey(r => r.Code);
            row.Property(r => r.Code).HasColumnName("code").HasMaxLength(16);
            row.Property(r => r.Subject).HasColumnName("subject").HasConversion(Subject);
            row.Property(r => r.CreatedAt).HasColumnName("created_at");
            row.HasIndex(r => r.Subject).IsUnique().HasDatabaseName("join_referrals_subject");
        });
    }
}
