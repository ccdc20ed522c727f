using System.Security.Cryptography;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Policy.Loading;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Console.Policies.Publishing;

/// <summary>A policy file that could be published.</summary>
/// <param name="Name">Its file name, as shown.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 hexadecimal digits: what addresses it.</param>
/// <param name="Uploaded">Whether somebody uploaded it here, rather than putting it into the folder.</param>
public sealed record PolicyCandidate(string Name, string Sha256, bool Uploaded);

/// <summary>
/// Policy files known to the host: those in the folder <c>policies</c> of the data folder, those that came with the program, and uploads of the
/// last day. Addressed by their hash, so that what is published is what was looked at.
/// </summary>
internal sealed class PolicyCandidates(CompanyCore company, IDbContextFactory<AzukariDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The folder where a company puts files to be published.</summary>
    public string Folder => Path.Combine(company.Options.Folder, "policies");

    public async Task<IReadOnlyList<PolicyCandidate>> AllAsync(CancellationToken cancel)
    {
        var found = new List<PolicyCandidate>();
        foreach (var file in Files()) found.Add(new PolicyCandidate(Path.GetFileName(file), HashOf(await ReadAsync(file, cancel)), false));
        var since = clock.GetUtcNow() - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var drafts = await db.Set<PolicyDraft>().Where(d => d.CreatedAt > since).OrderByDescending(d => d.CreatedAt).Select(d => new { d.Sha256, d.Login }).ToListAsync(cancel);
        found.AddRange(drafts.Select(d => new PolicyCandidate($"{d.Sha256[..8]}.yaml", d.Sha256, true)));
        return [.. found.DistinctBy(c => c.Sha256)];
    }

    /// <summary>Loads a file by its hash; null when it is not known, or its time is over.</summary>
    public async Task<(string Name, PolicyLoad Load)?> LoadAsync(string sha256, CancellationToken cancel)
    {
        foreach (var file in Files())
        {
            var bytes = await ReadAsync(file, cancel);
            if (HashOf(bytes) == sha256) return (Path.GetFileName(file), PolicyLoader.Load(bytes, Path.GetFileName(file)));
        }

        var since = clock.GetUtcNow() - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var draft = await db.Set<PolicyDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.Sha256 == sha256 && d.CreatedAt > since, cancel);
        if (draft is null) return null;
        var name = $"{sha256[..8]}.yaml";
        return (name, PolicyLoader.Load(draft.Document, name));
    }

    /// <summary>Keeps an uploaded file for a day; what is older goes.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> KeepAsync(byte[] document, string login, CancellationToken cancel)
    {
        var hash = HashOf(document);
        var over = clock.GetUtcNow() - Kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Set<PolicyDraft>().Where(d => d.CreatedAt < over || d.Sha256 == hash).ExecuteDeleteAsync(cancel);
        db.Add(new PolicyDraft { Sha256 = hash, Document = document, Login = login, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancel);
        return hash;
    }

    private IEnumerable<string> Files()
    {
        string[] folders = [Folder, Path.Combine(AppContext.BaseDirectory, "policies")];
        return folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(f => new FileInfo(f).Length <= PolicyLoader.MaximumBytes);
    }

    private static Task<byte[]> ReadAsync(string file, CancellationToken cancel) => File.ReadAllBytesAsync(file, cancel);

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
