using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.People;

/// <summary>For which purpose somebody of the staff looks at people in one session.</summary>
internal sealed class ChosenPurpose
{
    /// <summary>The session's hash.</summary>
    public required byte[] Session { get; init; }

    public required string Login { get; init; }

    /// <summary>The recipient kind.</summary>
    public required string Role { get; set; }

    /// <summary>The purpose's clause.</summary>
    public required string Purpose { get; set; }

    /// <summary>The case; null where the purpose needs none.</summary>
    public string? Case { get; set; }

    public required DateTimeOffset ChosenAt { get; set; }
}

/// <summary>What a search found, for the pages that show it: who, never what was typed. Kept half an hour.</summary>
internal sealed class FoundPeople
{
    public required Guid Id { get; init; }

    /// <summary>The session that searched: nobody else's page shows it.</summary>
    public required byte[] Session { get; init; }

    /// <summary>The items searched in, parted by spaces.</summary>
    public required string Item { get; init; }

    public required string Role { get; init; }

    public required string Purpose { get; init; }

    public string? Case { get; init; }

    /// <summary>Subject ids, 16 bytes each: all by reading, then all again by number. Who comes before whom, and no value.</summary>
    public required byte[] Hits { get; init; }

    public required bool Capped { get; init; }

    /// <summary>The ledger entry of the search.</summary>
    public required Guid Entry { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The tables of the console's people.</summary>
internal sealed class PeopleStorage : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("staff_purposes", StoredContent.Hash, "session"), new("staff_purposes", StoredContent.Fact, "login role purpose case_code chosen_at"),
        new("found_people", StoredContent.Hash, "session"), new("found_people", StoredContent.Fact, "id item role purpose case_code hits capped entry created_at"),
    ];

    public void Build(ModelBuilder model)
    {
        model.Entity<ChosenPurpose>(chosen =>
        {
            chosen.ToTable("staff_purposes").HasKey(c => c.Session);
            chosen.Property(c => c.Session).HasColumnName("session");
            chosen.Property(c => c.Login).HasColumnName("login").HasMaxLength(64);
            chosen.Property(c => c.Role).HasColumnName("role").HasMaxLength(64);
            chosen.Property(c => c.Purpose).HasColumnName("purpose").HasMaxLength(64);
            chosen.Property(c => c.Case).HasColumnName("case_code").HasMaxLength(64);
            chosen.Property(c => c.ChosenAt).HasColumnName("chosen_at");
            chosen.HasIndex(c => c.ChosenAt).HasDatabaseName("staff_purposes_chosen_at");
        });
        model.Entity<FoundPeople>(found =>
        {
            found.ToTable("found_people").HasKey(f => f.Id);
            found.Property(f => f.Id).HasColumnName("id");
            found.Property(f => f.Session).HasColumnName("session");
            found.Property(f => f.Item).HasColumnName("item").HasMaxLength(64);
            found.Property(f => f.Role).HasColumnName("role").HasMaxLength(64);
            found.Property(f => f.Purpose).HasColumnName("purpose").HasMaxLength(64);
            found.Property(f => f.Case).HasColumnName("case_code").HasMaxLength(64);
            found.Property(f => f.Hits).HasColumnName("hits");
            found.Property(f => f.Capped).HasColumnName("capped");
            found.Property(f => f.Entry).HasColumnName("entry");
            found.Property(f => f.CreatedAt).HasColumnName("created_at");
            found.HasIndex(f => f.CreatedAt).HasDatabaseName("found_people_created_at");
        });
    }
}
