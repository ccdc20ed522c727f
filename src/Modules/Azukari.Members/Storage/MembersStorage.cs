using System.Text;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Azukari.Members.Storage;

/// <summary>The tables of members and of the sponsor tree: random ids and facts, never what a person told the company.</summary>
internal sealed class MembersStorage : IStorageModel
{
    private static readonly ValueConverter<SubjectId, byte[]> Subject = new(id => id.ToBytes(), bytes => SubjectId.FromBytes(bytes));

    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("members", StoredContent.Id, "subject sponsor"),
        new("members", StoredContent.Hash, "number"),
        new("members", StoredContent.Fact, "status class applied_at registered_at ended_at channel policy accessor kind class_at class_policy class_accessor rank rank_at rank_policy rank_accessor version"),
        new("member_events", StoredContent.Id, "id subject"),
        new("member_events", StoredContent.Fact, "at ordinal change from to accessor case reason"),
        new("member_attestations", StoredContent.Id, "subject"),
        new("member_attestations", StoredContent.Fact, "at policy case"),
        new("member_looks", StoredContent.Id, "subject"),
        new("member_looks", StoredContent.Fact, "day taken"),
        new("tree_nodes", StoredContent.Id, "id parent subject"),
        new("tree_nodes", StoredContent.Fact, "standing ordinal"),
        new("tree_links", StoredContent.Id, "id node parent"),
        new("tree_links", StoredContent.Fact, "from until accessor approver reason case"),
        new("tree_moves", StoredContent.Id, "id node from to"),
        new("tree_moves", StoredContent.Fact, "state reason case proposed_at proposed_by decided_at decided_by"),
        new("tree_changes", StoredContent.Id, "node"),
        new("tree_changes", StoredContent.Fact, "version"),
        new("tree_state", StoredContent.Fact, "id version"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<MemberRow>(member =>
        {
            member.ToTable("members").HasKey(m => m.Subject);
            member.Property(m => m.Subject).HasConversion(Subject).ValueGeneratedNever();
            foreach (var word in new[] { nameof(MemberRow.Status), nameof(MemberRow.Class), nameof(MemberRow.Channel), nameof(MemberRow.Kind), nameof(MemberRow.Rank) }) member.Property(word).HasMaxLength(16);
            foreach (var code in new[] { nameof(MemberRow.Policy), nameof(MemberRow.Accessor), nameof(MemberRow.ClassPolicy), nameof(MemberRow.ClassAccessor), nameof(MemberRow.RankPolicy), nameof(MemberRow.RankAccessor) }) member.Property(code).HasMaxLength(64);
            member.HasIndex(m => m.Number).IsUnique().HasDatabaseName("members_number");
        });
        model.Entity<MemberEventRow>(line =>
        {
            line.ToTable("member_events");
            line.Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Subject).HasConversion(Subject);
            foreach (var code in new[] { nameof(MemberEventRow.Change), nameof(MemberEventRow.From), nameof(MemberEventRow.To), nameof(MemberEventRow.Accessor), nameof(MemberEventRow.Case), nameof(MemberEventRow.Reason) })
                line.Property(code).HasMaxLength(64);
            line.HasIndex(l => new { l.Subject, l.At }).HasDatabaseName("member_events_subject");
        });
        model.Entity<AttestationRow>(attestation =>
        {
            attestation.ToTable("member_attestations").HasKey(a => new { a.Subject, a.At });
            attestation.Property(a => a.Subject).HasConversion(Subject);
            attestation.Property(a => a.Policy).HasMaxLength(64);
            attestation.Property(a => a.Case).HasMaxLength(64);
        });
        model.Entity<LookRow>(look =>
        {
            look.ToTable("member_looks").HasKey(l => new { l.Subject, l.Day });
            look.Property(l => l.Subject).HasConversion(Subject);
        });
        BuildTree(model);
        foreach (var type in new[] { typeof(MemberRow), typeof(MemberEventRow), typeof(AttestationRow), typeof(LookRow), typeof(TreeNodeRow), typeof(TreeLinkRow), typeof(TreeMoveRow), typeof(TreeChangeRow), typeof(TreeStateRow) })
            foreach (var property in model.Entity(type).Metadata.GetProperties()) property.SetColumnName(Snake(property.Name));
    }

    private static void BuildTree(ModelBuilder model)
    {
        model.Entity<TreeNodeRow>(node =>
        {
            node.ToTable("tree_nodes");
            node.Property(n => n.Id).ValueGeneratedNever();
            node.Property(n => n.Subject).HasConversion(Subject);
            node.HasIndex(n => n.Subject).IsUnique().HasDatabaseName("tree_nodes_subject");
            node.HasIndex(n => n.Parent).HasDatabaseName("tree_nodes_parent");
        });
        model.Entity<TreeLinkRow>(link =>
        {
            link.ToTable("tree_links");
            link.Property(l => l.Id).ValueGeneratedNever();
            foreach (var code in new[] { nameof(TreeLinkRow.Accessor), nameof(TreeLinkRow.Approver), nameof(TreeLinkRow.Reason), nameof(TreeLinkRow.Case) }) link.Property(code).HasMaxLength(64);
            link.HasIndex(l => new { l.Node, l.From }).HasDatabaseName("tree_links_node");
            link.HasIndex(l => new { l.Parent, l.From }).HasDatabaseName("tree_links_parent");
        });
        model.Entity<TreeMoveRow>(move =>
        {
            move.ToTable("tree_moves");
            move.Property(m => m.Id).ValueGeneratedNever();
            foreach (var code in new[] { nameof(TreeMoveRow.State), nameof(TreeMoveRow.Reason), nameof(TreeMoveRow.Case), nameof(TreeMoveRow.ProposedBy), nameof(TreeMoveRow.DecidedBy) }) move.Property(code).HasMaxLength(64);
            move.HasIndex(m => m.ProposedAt).HasDatabaseName("tree_moves_proposed_at");
        });
        model.Entity<TreeChangeRow>(change =>
        {
            change.ToTable("tree_changes").HasKey(c => c.Version);
            change.Property(c => c.Version).ValueGeneratedNever();
        });
        model.Entity<TreeStateRow>(state =>
        {
            state.ToTable("tree_state");
            state.Property(s => s.Id).ValueGeneratedNever();
            state.HasData(new TreeStateRow { Id = TreeStateRow.Only, Version = 0 });
        });
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
