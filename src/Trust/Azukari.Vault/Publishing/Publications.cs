using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Compiling;
using Azukari.Policy.Difference;
using Azukari.Policy.Document;
using Azukari.Policy.Loading;
using Azukari.Stores;
using Azukari.Vault.Hosting;
using Azukari.Vault.Publishing;
using Azukari.Vault.Recording;
using Azukari.Vault.Storage;

namespace Azukari.Vault;

/// <summary>What a publication did.</summary>
/// <param name="Version">The version in force now.</param>
/// <param name="EntryId">Its ledger entry; null when exactly this document was the newest already.</param>
public sealed record PublishResult(PolicyVersion Version, EntryId? EntryId);

/// <summary>A version that was published.</summary>
/// <param name="Document">The document, as its bytes say.</param>
/// <param name="PublishedAt">Since when it is (or was) in force.</param>
/// <param name="By">Who published it.</param>
public sealed record PublishedVersion(PolicyDocument Document, DateTimeOffset PublishedAt, Accessor By);

/// <summary>
/// The policies that were published: kept in the vault's store with their bytes and hash, never changed. Publishing is a recorded act; from
/// then on every decision, in every process, is made by the new version.
/// </summary>
public sealed class Publications
{
    private static readonly RowShape Rows = new("policies", "sequence:l version:t sha256:b document:b published_at:l accessor:t entry:b");
    private readonly TrustParts _parts;
    private readonly ViewRegister _views;
    private readonly ConcurrentDictionary<PolicyVersion, RecordedPublication> _recorded = new(); // neither entries nor published documents change

    internal Publications(TrustParts parts, ViewRegister views) => (_parts, _views) = (parts, views);

    /// <summary>
    /// Publishes a version: it is in force when the task completes. It must name the newest published version as its predecessor, by hash;
    /// no registered view may be stranded by it. Publishing the newest version again changes nothing.
    /// </summary>
    /// <exception cref="PolicyException">The chain of versions would break; the message says where.</exception>
    /// <exception cref="StrandedViewException">A registered view would be permitted by no clause.</exception>
    public async Task<PublishResult> PublishAsync(PolicyDocument document, Accessor by, CancellationToken ct = default)
    {
        var bytes = BytesOf(document);
        // What it changes is found before the transaction: comparing takes longer than writing.
        var since = (await InForceAsync(ct))?.Document;
        var entry = Entries.Act(_parts.Clock, EntryKind.Published, null, by, document.Version, reason: PolicySeal.Of(SHA256.HashData(bytes))) with
        {
            Difference = since is null || since.Sha256 == document.Sha256 ? null : RecordedDifference.Of(since, document),
        };
        var prepared = Outbox.Prepare([entry]);
        var published = await _parts.Writes.WriteAsync(async (tx, c) =>
        {
            if (tx.Engine == StoreEngine.Postgres) await tx.ExecuteAsync("LOCK TABLE policies IN SHARE ROW EXCLUSIVE MODE", c); // one publication at a time
            var before = await ListAsync(tx, c);
            if (before.Count > 0 && before[^1].Document.Sha256 == document.Sha256) return false;
            // What was recorded would be the difference from another version than the one before.
            if (before.LastOrDefault()?.Document.Sha256 != since?.Sha256)
                throw new PolicyException($"Another version was published while {document.Version} was being looked at. Nothing was published. Look at what is in force now, and publish again.");
            var archive = PolicyArchive.Build([.. before.Select(b => b.Document), document], document.Version);
            _views.Check(archive);
            await Rows.InsertAsync(tx, [[(long)before.Count + 1, document.Version.Value, SHA256.HashData(bytes), bytes, _parts.Clock.Microseconds(), by.Code, entry.Id.ToBytes()]], c);
            await Outbox.AddAsync(tx, prepared, c);
            return true;
        }, ct);
        if (!published) return new PublishResult(document.Version, null);
        await _parts.Outbox.DrainAsync(prepared);
        await _parts.Policies.ReloadAsync(ct);
        _parts.Log.PolicyInForce(document.Version.Value);
        return new PublishResult(document.Version, entry.Id);
    }

    /// <summary>How many people and consents a difference touches, counted in the store: nobody is looked at one by one.</summary>
    public Task<PublicationImpact> ImpactAsync(PolicyDifference difference, CancellationToken ct = default) => ImpactCounts.OfAsync(_parts.Vault, difference, ct);

    /// <summary>What a time's recorded uses would have met under a version, compared with the one in force. See <see cref="ReplayReport"/> for what it cannot know.</summary>
    /// <param name="document">The version to ask, published or not.</param>
    /// <param name="from">From this moment on.</param>
    /// <param name="to">Before this moment.</param>
    /// <param name="most">So many of the newest entries are looked at.</param>
    /// <param name="progress">Told how many were.</param>
    public Task<ReplayReport> ReplayAsync(
        PolicyDocument document, DateTimeOffset from, DateTimeOffset to, long most = LedgerReplay.MostEntries, IProgress<CountProgress>? progress = null, CancellationToken ct = default) =>
        LedgerReplay.RunAsync(_parts.Ledger, _parts.Policies.Current?.Archive.InForce.Document, document, from, to, most, progress, ct);

    /// <summary>The version in force; null while none was published.</summary>
    public async Task<PublishedVersion?> InForceAsync(CancellationToken ct = default) => await AllAsync(ct) is [.., var newest] ? newest : null;

    /// <summary>All versions, oldest first.</summary>
    public Task<IReadOnlyList<PublishedVersion>> AllAsync(CancellationToken ct = default) =>
        _parts.Vault.ReadAsync<IReadOnlyList<PublishedVersion>>(async (session, c) => await ListAsync(session, c), ct: ct);

    /// <summary>A publication as the ledger has it, its difference held against the documents; null where no such version was published, or its entry is not in the ledger yet.</summary>
    public async Task<RecordedPublication?> RecordedAsync(PolicyVersion version, CancellationToken ct = default)
    {
        if (_recorded.TryGetValue(version, out var known)) return known;
        var versions = _parts.Policies.Current?.Archive.Versions.Select(one => one.Document).ToList() ?? [];
        var at = versions.FindIndex(document => document.Version == version);
        var row = await _parts.Vault.ReadAsync((session, c) => session.ListAsync("SELECT published_at, entry FROM policies WHERE version = @version",
            r => (At: Instants.FromMicroseconds(r.GetInt64(0)), Entry: r.IsDBNull(1) ? null : r.Bytes(1)), c, ("version", version.Value)), ct: ct);
        if (at < 0 || row is not [{ Entry: { } id }] || await _parts.Ledger.FindAsync(EntryId.FromBytes(id), ct) is not { } found) return null;
        var recorded = found.Entry.Difference;
        bool? agrees = recorded is null ? null : at > 0 && recorded.Equals(RecordedDifference.Of(versions[at - 1], versions[at]));
        return _recorded[version] = new RecordedPublication(version, found.Entry.Id, row[0].At, recorded, agrees);
    }

    private static Task<List<PublishedVersion>> ListAsync(StoreSession session, CancellationToken ct) => session.ListAsync(
        "SELECT version, sha256, document, published_at, accessor FROM policies ORDER BY sequence",
        r => new PublishedVersion(PolicyShelf.Read(r.GetString(0), r.Bytes(1), r.Bytes(2)), Instants.FromMicroseconds(r.GetInt64(3)), new Accessor(r.GetString(4))), ct);

    /// <summary>The bytes the document was loaded from: its source, with the byte order mark where its hash says there was one.</summary>
    private static byte[] BytesOf(PolicyDocument document)
    {
        var bytes = Encoding.UTF8.GetBytes(document.Source);
        if (Hash(bytes) == document.Sha256) return bytes;
        bytes = [.. Encoding.UTF8.Preamble, .. bytes];
        return Hash(bytes) == document.Sha256 ? bytes : throw new PolicyException($"The document {document.Version} is not what its hash says. Load it from its file again.");
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
