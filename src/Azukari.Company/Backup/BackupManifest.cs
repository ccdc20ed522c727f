using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azukari.Ledger;

namespace Azukari.Company.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Name">Relative to the backup's folder.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record BackupFile(string Name, long Length, string Sha256);

/// <summary>
/// What a backup holds, written last and signed with the ledger's key: a folder without one is no backup. Holds counts and hashes, no value.
/// </summary>
public sealed record BackupManifest
{
    internal const string FileName = "manifest.json";
    internal const string SignatureName = "manifest.sig";
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    /// <summary>The form's number.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The part: <c>data</c>, <c>keys</c>, <c>ledger</c>.</summary>
    public required string Part { get; init; }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The ledger's name: which company this is.</summary>
    public required string Origin { get; init; }

    /// <summary>The moment the copies begin at: all that was acknowledged before it is in them.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Counts at that moment: <c>people</c>, <c>documents</c>, <c>keys</c>, <c>erasures</c>, <c>entries</c> (sealed).</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>In the keys part: the versions of the master key that keys are wrapped by.</summary>
    public IReadOnlyList<int> MasterVersions { get; init; } = [];

    /// <summary>Every file.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Hashes the folder's files, writes the manifest and its signature, synced.</summary>
    internal static async Task<BackupManifest> SealAsync(string folder, BackupManifest draft, LedgerSigningKey key, CancellationToken cancel)
    {
        var files = new List<BackupFile>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            files.Add(new BackupFile(Path.GetRelativePath(folder, file), new FileInfo(file).Length, await HashAsync(file, cancel)));
        var manifest = draft with { Files = files };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Form);
        await BackupFiles.WriteAsync(Path.Combine(folder, SignatureName), Encoding.ASCII.GetBytes(Convert.ToBase64String(key.SignBackup(bytes)) + "\n"), cancel);
        await BackupFiles.WriteAsync(Path.Combine(folder, FileName), bytes, cancel);
        return manifest;
    }

    /// <summary>Reads a backup's manifest and checks each of its files.</summary>
    /// <exception cref="BackupException">No whole backup, or not as it was written.</exception>
    internal static async Task<BackupManifest> ReadAsync(string folder, LedgerVerifierKey? key, CancellationToken cancel)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            throw new BackupException(folder, "完了したバックアップではありません（manifest.json がありません）。", "is no finished backup: there is no manifest.json.");
        var bytes = await File.ReadAllBytesAsync(file, cancel);
        var signature = await SignatureAsync(folder, cancel);
        if (key is not null && !key.VerifyBackup(bytes, signature))
            throw new BackupException(file, "台帳の署名鍵で署名されていないか、書き換えられています。", "is not signed by the ledger's key, or was changed.");
        BackupManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(bytes) ?? throw new JsonException();
        }
        catch (JsonException wrong)
        {
            throw new BackupException(file, "目録として読めません。", "cannot be read as a manifest.", wrong);
        }

        if (manifest.Format != 1) throw new BackupException(file, $"新しいプログラムの形式 {manifest.Format} です。", $"has form {manifest.Format}, of a newer program.");
        foreach (var each in manifest.Files)
        {
            var path = Path.GetFullPath(each.Name, folder);
            if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
                throw new BackupException(path, "バックアップのファイルがありません。", "is missing from the backup.");
            if (new FileInfo(path).Length != each.Length || await HashAsync(path, cancel) != each.Sha256)
                throw new BackupException(path, "書かれたときと違います（破損か改ざん）。別のバックアップを使ってください。", "is not what was written: damaged or changed. Use another backup.");
        }

        // What nobody signed is not restored: a file put beside the others would come in as if it had been backed up.
        var named = manifest.Files.Select(each => Path.GetFullPath(each.Name, folder)).Append(file).Append(Path.Combine(folder, SignatureName)).ToHashSet(StringComparer.Ordinal);
        if (Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).FirstOrDefault(there => !named.Contains(Path.GetFullPath(there))) is { } stranger)
            throw new BackupException(stranger, "目録にないファイルです。バックアップのあとで置かれたものは復元しません。取り除いて調べてください。", "is not in the manifest: it was put here after the backup, and is not restored. Take it away, and find out who put it there.");
        return manifest;
    }

    private static async Task<byte[]> SignatureAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, SignatureName);
        var bytes = new byte[128];
        return File.Exists(file) && Convert.TryFromBase64String((await File.ReadAllTextAsync(file, cancel)).Trim(), bytes, out var length) ? bytes[..length] : [];
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}

/// <summary>A backup or restoration that cannot go on; the message says where, why and what to do, in both languages.</summary>
public sealed class BackupException(string where, string ja, string en, Exception? inner = null) : Exception($"{where}: {en}", inner)
{
    /// <summary>The message in Japanese.</summary>
    public string Japanese { get; } = $"{where}: {ja}";

    /// <summary>Whether it was refused for want of a duty.</summary>
    public bool Refused { get; init; }
}
