using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azukari.Vault.Keys;

namespace Azukari.Hsm.Copies;

/// <summary>
/// What a backup of token keys leaves on paper: for each version a random probe wrapped by it, and the probe's hash. Holds no key: who has
/// it can tell whether a token holds the right ones, and nothing else.
/// </summary>
internal sealed class BackupReceipt
{
    private static readonly byte[] Associated = Encoding.ASCII.GetBytes("azukari backup receipt");

    public required string Token { get; init; }

    public required string Label { get; init; }

    public required IReadOnlyList<Probe> Probes { get; init; }

    /// <exception cref="MasterKeyException">The file exists and is no receipt of these keys.</exception>
    public static void Write(string path, IMasterKeys keys, string token, string label, IReadOnlyList<int> versions)
    {
        if (File.Exists(path))
        {
            // A repeated rotation finds its own receipt: that is fine, any other file is not ours to replace.
            if (Read(path) is { } there && versions.All(v => there.Opens(v, keys))) return;
            throw new MasterKeyException($"{path} exists and is no backup of these keys. Name a new file for the backup.");
        }

        var probes = new List<Probe>();
        foreach (var version in versions)
        {
            var probe = RandomNumberGenerator.GetBytes(Aead.KeySize);
            var wrapped = new byte[Aead.KeySize + IMasterKeys.Overhead];
            keys.Wrap(version, probe, Associated, wrapped);
            probes.Add(new Probe(version, wrapped, SHA256.HashData(probe)));
        }

        DurableFile.WriteNew(path, JsonSerializer.SerializeToUtf8Bytes(new BackupReceipt { Token = token, Label = label, Probes = probes }));
    }

    public static BackupReceipt? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<BackupReceipt>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether these keys open the probe of a version, and it is the one that was wrapped.</summary>
    public bool Opens(int version, IMasterKeys keys)
    {
        if (Probes.FirstOrDefault(p => p.Version == version) is not { } probe || !keys.Has(version)) return false;
        var opened = new byte[Aead.KeySize];
        return keys.TryUnwrap(version, probe.Wrapped, Associated, opened) && CryptographicOperations.FixedTimeEquals(SHA256.HashData(opened), probe.Sha256);
    }

    internal sealed record Probe(int Version, byte[] Wrapped, byte[] Sha256);
}
