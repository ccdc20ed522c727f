using System.Security.Cryptography;

namespace Azukari.Vault.Keys;

/// <summary>
/// Master keys in a file only its owner may read (mode 0600), replaced whole and synced. For development, and for production on one
/// machine whose disk is encrypted; otherwise an HSM. Several processes may use one file: an unknown version makes them look again.
/// </summary>
public sealed class FileMasterKeys : IMasterKeys, IDisposable
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private Loaded _loaded;

    private FileMasterKeys(string path, TimeProvider clock, Loaded loaded)
    {
        _path = path;
        _clock = clock;
        _loaded = loaded;
    }

    /// <inheritdoc/>
    public string Provider => "file";

    /// <inheritdoc/>
    public int Current => _loaded.Current;

    /// <summary>Opens the file, creating it with a first key where it does not exist.</summary>
    /// <param name="above">The first key's version is above this one: the highest of a provider that keys are to move from.</param>
    /// <exception cref="MasterKeyException">Others may read the file, or it is damaged.</exception>
    public static FileMasterKeys Open(string path, TimeProvider clock, int above = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
        {
            using var first = new MasterKeyFile();
            first.Add(clock.GetUtcNow(), above);
            using var bytes = first.Write();
            try
            {
                DurableFile.WriteNew(path, bytes.Span);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was first; its key is the key.
            }
        }

        return new FileMasterKeys(path, clock, Loaded.From(path));
    }

    /// <inheritdoc/>
    public bool Has(int version) => Find(version) is not null;

    /// <inheritdoc/>
    public DateTimeOffset? DestroyedAt(int version)
    {
        Refresh();
        return _loaded.Destroyed.TryGetValue(version, out var at) ? at : null;
    }

    /// <inheritdoc/>
    public void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped)
    {
        var cipher = Find(version) ?? throw new MasterKeyException($"Master key version {version} does not exist or was destroyed.");
        cipher.Value!.Seal(key, associated, wrapped);
    }

    /// <inheritdoc/>
    public bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key)
    {
        if (Find(version) is not { } cipher)
        {
            if (_loaded.Destroyed.ContainsKey(version)) return false;
            throw new MasterKeysUnavailableException("unknown-version",
                $"Keys are wrapped by master key version {version}, which {_path} does not hold: the keys were moved to another place while this program ran. Start it again.");
        }

        try
        {
            cipher.Value!.Open(wrapped, associated, key);
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default)
    {
        await using var held = await LockAsync(ct);
        using var file = MasterKeyFile.Read(_path);
        file.Add(_clock.GetUtcNow(), above);
        using (var bytes = file.Write()) DurableFile.Replace(_path, bytes.Span, overwritten: true);
        Refresh();
        return file.Current;
    }

    /// <inheritdoc/>
    public ValueTask BackUpAsync(string path, CancellationToken ct = default)
    {
        using var file = MasterKeyFile.Read(_path);
        using var bytes = file.Write();
        if (File.Exists(path))
        {
            // A repeated rotation finds its own backup: that is fine, any other file is not ours to replace.
            using var there = MasterKeyFile.Read(path);
            if (!file.Keys.TryGetValue(file.Current, out var living) || !there.Keys.TryGetValue(file.Current, out var kept) || !Same(living.Key, kept.Key))
                throw new MasterKeyException($"{path} exists and is no backup of these keys. Name a new file for the backup.");
            return ValueTask.CompletedTask;
        }

        DurableFile.WriteNew(path, bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default)
    {
        if (!File.Exists(path)) return new(false);
        using var living = MasterKeyFile.Read(_path);
        using var backup = MasterKeyFile.Read(path);
        return new(living.Keys.TryGetValue(version, out var a) && backup.Keys.TryGetValue(version, out var b) && Same(a.Key, b.Key));
    }

    /// <inheritdoc/>
    public async ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default)
    {
        await using var held = await LockAsync(ct);
        using var file = MasterKeyFile.Read(_path);
        if (version == file.Current && !evenCurrent) throw new MasterKeyException($"Master key version {version} is the current one and cannot be destroyed.");
        if (file.Keys.Remove(version, out var gone))
        {
            gone.Key.Dispose();
            file.Destroyed[version] = _clock.GetUtcNow();
            using var bytes = file.Write();
            DurableFile.Replace(_path, bytes.Span, overwritten: true);
        }

        Refresh();
    }

    /// <summary>Zeroes what is held in memory; the file stays.</summary>
    public void Dispose() => _loaded.Dispose();

    private static bool Same(SecretBytes a, SecretBytes b) => CryptographicOperations.FixedTimeEquals(a.Span, b.Span);

    private ThreadLocal<Aead>? Find(int version)
    {
        if (_loaded.Ciphers.TryGetValue(version, out var cipher)) return cipher;
        if (_loaded.Destroyed.ContainsKey(version)) return null;
        Refresh();
        return _loaded.Ciphers.GetValueOrDefault(version);
    }

    private void Refresh()
    {
        lock (_gate)
        {
            if (File.GetLastWriteTimeUtc(_path) == _loaded.Stamp) return;
            // The old ciphers are left to the collector (threads may be inside them), but what was destroyed is zeroed here and now.
            var before = _loaded;
            _loaded = Loaded.From(_path);
            before.Forget(_loaded.Destroyed.Keys);
        }
    }

    private async ValueTask<FileStream> LockAsync(CancellationToken ct)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (DurableFile.TryLock(_path + ".lock") is { } held) return held;
            await Task.Delay(LockPause, _clock, ct);
        }

        throw new MasterKeyException($"Another process holds {_path}.lock. Wait for it to finish, or end it.");
    }

    /// <summary>One AesGcm a thread and version: the class is not safe to share between threads.</summary>
    private sealed class Loaded : IDisposable
    {
        private readonly MasterKeyFile _file;

        private Loaded(MasterKeyFile file, DateTime stamp)
        {
            _file = file;
            Stamp = stamp;
            Ciphers = file.Keys.ToDictionary(k => k.Key, k => new ThreadLocal<Aead>(() => new Aead(k.Value.Key.Span, kept: true), trackAllValues: true));
        }

        public int Current => _file.Current;

        public DateTime Stamp { get; }

        public Dictionary<int, ThreadLocal<Aead>> Ciphers { get; }

        public SortedDictionary<int, DateTimeOffset> Destroyed => _file.Destroyed;

        public static Loaded From(string path)
        {
            if (!File.Exists(path)) throw new MasterKeyException($"The master key file {path} is gone. Put a backup of it in its place.");
            var stamp = File.GetLastWriteTimeUtc(path);
            return new Loaded(MasterKeyFile.Read(path), stamp);
        }

        public void Forget(IEnumerable<int> versions)
        {
            foreach (var version in versions)
                if (_file.Keys.TryGetValue(version, out var key)) key.Key.Dispose();
        }

        public void Dispose()
        {
            foreach (var cipher in Ciphers.Values)
            {
                foreach (var each in cipher.Values) each.Dispose();
                cipher.Dispose();
            }

            _file.Dispose();
        }
    }
}
