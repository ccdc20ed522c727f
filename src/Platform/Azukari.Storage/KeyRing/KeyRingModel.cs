using Microsoft.EntityFrameworkCore;

namespace Azukari.Storage.KeyRing;

/// <summary>A key of the framework's ring, sealed whole.</summary>
internal sealed class RingKey
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required byte[] Sealed { get; init; }
}

/// <summary>The key ring's table.</summary>
internal sealed class KeyRingModel : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("ring_keys", StoredContent.Id, "id"),
        new("ring_keys", StoredContent.Fact, "created_at"),
        new("ring_keys", StoredContent.Sealed, "sealed"),
    ];

    public void Build(ModelBuilder model) => model.Entity<RingKey>(key =>
    {
        key.ToTable("ring_keys");
        key.Property(k => k.Id).HasColumnName("id").ValueGeneratedNever();
        key.Property(k => k.CreatedAt).HasColumnName("created_at");
        key.Property(k => k.Sealed).HasColumnName("sealed");
    });
}
