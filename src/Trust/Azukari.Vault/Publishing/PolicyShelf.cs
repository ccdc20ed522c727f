using System.Collections.Immutable;
using Azukari.Ledger;
using Azukari.Policy.Compiling;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Stores;

namespace Azukari.Vault.Publishing;

/// <summary>
/// The archive decisions are made by, kept as new as the store: every read of the vault brings the number of the newest publication
/// along, and a decision made under an older one is made again.
/// </summary>
internal sealed class PolicyShelf(Store vault, LedgerBook ledger) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly PolicySeal _seal = new(vault, ledger);
    private volatile PublishedPolicies? _current;

    /// <summary>The archive in force; null while no policy was published.</summary>
    public PublishedPolicies? Current => _current;

    /// <summary>The archive in force.</summary>
    /// <exception cref="InvalidOperationException">No policy was published: nothing is permitted, and there is no clause to refuse by.</exception>
    public PublishedPolicies Required => _current ?? throw new InvalidOperationException("No policy is published, so nothing can be decided. Publish one first (azukari policy publish FILE).");

    /// <summary>The archive in force, at least as new as a sequence seen in the store.</summary>
    public async ValueTask<PublishedPolicies> AtLeastAsync(long sequence, CancellationToken ct)
    {
        if (_current is { } current && current.Sequence >= sequence) return current;
        await ReloadAsync(ct);
        return Required;
    }

    public async Task ReloadAsync(CancellationToken ct)
    {
        await _loading.WaitAsync(ct);
        try
        {
            var rows = await vault.ReadAsync((session, c) => session.ListAsync("SELECT sequence, version, sha256, document, entry FROM policies ORDER BY sequence",
                r => (Sequence: r.GetInt64(0), Version: r.GetString(1), Sha256: r.Bytes(2), Document: r.Bytes(3), Entry: r.IsDBNull(4) ? null : r.Bytes(4)), c), ct: ct);
            if (rows.Count == 0 || _current?.Sequence == rows[^1].Sequence) return;
            foreach (var row in rows) await _seal.RequireAsync(row.Version, row.Sha256, row.Entry, ct);
            var documents = rows.Select(r => Read(r.Version, r.Sha256, r.Document)).ToImmutableArray();
            _current = new PublishedPolicies(rows[^1].Sequence, PolicyArchive.Build(documents, documents[^1].Version));
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    internal static PolicyDocument Read(string version, byte[] sha256, byte[] bytes)
    {
        if (!System.Security.Cryptography.SHA256.HashData(bytes).AsSpan().SequenceEqual(sha256))
            throw new PolicyException($"The published version {version} in the vault is not the document that was published: its hash differs.");
        var load = PolicyLoader.Load(bytes, version + ".yaml");
        return load.Document ?? throw new PolicyException($"The published version {version} in the vault does not load: {load.Errors[0].Message.En}");
    }
}
