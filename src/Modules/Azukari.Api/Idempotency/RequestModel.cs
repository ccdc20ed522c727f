using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Api.Idempotency;

/// <summary>A write that named an Idempotency-Key: noted before it is done, its answer kept after.</summary>
internal sealed class RequestRow
{
    /// <summary>Keyed hash of client, route and key.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Keyed hash of the body: recognises it, and nothing can be guessed from it.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The id of what the request makes (a person, a consent), chosen before it is made: whoever takes it up again makes the same.</summary>
    public required Guid Act { get; init; }

    /// <summary>Which attempt works on it.</summary>
    public required Guid Attempt { get; set; }

    /// <summary>Until when that attempt is believed to be alive.</summary>
    public required DateTimeOffset LeaseUntil { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null until it is done.</summary>
    public int? Status { get; set; }

    /// <summary>The answer: ids and codes, no value.</summary>
    public byte[]? Answer { get; set; }

    public string? Location { get; set; }
}

/// <summary>The table of writes that may be repeated.</summary>
internal sealed class RequestModel : IStorageModel
{
    public IReadOnlyList<StoredColumns> Columns { get; } =
    [
        new("api_requests", StoredContent.Hash, "key fingerprint"),
        new("api_requests", StoredContent.Id, "act attempt"),
        new("api_requests", StoredContent.Fact, "lease_until expires_at status answer location"),
    ];

    public void Build(ModelBuilder model) => model.Entity<RequestRow>(request =>
    {
        request.ToTable("api_requests");
        request.HasKey(r => r.Key);
        request.Property(r => r.Key).HasColumnName("key");
        request.Property(r => r.Fingerprint).HasColumnName("fingerprint");
        request.Property(r => r.Act).HasColumnName("act");
        request.Property(r => r.Attempt).HasColumnName("attempt");
        request.Property(r => r.LeaseUntil).HasColumnName("lease_until");
        request.Property(r => r.ExpiresAt).HasColumnName("expires_at");
        request.Property(r => r.Status).HasColumnName("status");
        request.Property(r => r.Answer).HasColumnName("answer");
        request.Property(r => r.Location).HasColumnName("location");
        request.HasIndex(r => r.ExpiresAt).HasDatabaseName("api_requests_expires_at");
    });
}
