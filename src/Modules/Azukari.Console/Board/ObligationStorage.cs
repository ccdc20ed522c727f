using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.Board;

/// <summary>That an obligation was met for one of its dates: by whom, and where the evidence is.</summary>
internal sealed class MetObligation
{
    /// <summary>The obligation's code: the clause, and the kind of evidence.</summary>
    public required string Obligation { get; init; }

    /// <summary>For which due date, Asia/Tokyo.</summary>
    public required DateOnly Due { get; init; }

    public required DateTimeOffset DoneAt { get; init; }

    public required string Login { get; init; }

    /// <summary>Where the evidence is: a code, such as the number of a minute or a file.</summary>
    public required string Evidence { get; init; }

    /// <summary>The ledger entry.</summary>
    public required Guid Entry { get; init; }
}

/// <summary>The obligations' table.</summary>
internal sealed class ObligationStorage : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } = [new("met_obligations", StoredContent.Fact, "obligation due done_at login evidence entry")];

    public void Build(ModelBuilder model) => model.Entity<MetObligation>(met =>
    {
        met.ToTable("met_obligations").HasKey(m => new { m.Obligation, m.Due });
        met.Property(m => m.Obligation).HasColumnName("obligation").HasMaxLength(96);
        met.Property(m => m.Due).HasColumnName("due");
        met.Property(m => m.DoneAt).HasColumnName("done_at");
        met.Property(m => m.Login).HasColumnName("login").HasMaxLength(64);
        met.Property(m => m.Evidence).HasColumnName("evidence").HasMaxLength(64);
        met.Property(m => m.Entry).HasColumnName("entry");
    });
}
