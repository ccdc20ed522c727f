using Azukari.Hsm.Copies;
using Azukari.Hsm.Tokens;
using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;

namespace Azukari.Hsm;

/// <summary>
/// Master keys in an HSM, by PKCS#11: AES-256 keys made in the token, sensitive, used there (AES-GCM) and never read. A token that goes away
/// makes every call fail with <see cref="MasterKeysUnavailableException"/>; when it is back, the next call logs in again. Safe for concurrent
/// use; any number of processes and machines may use one token.
/// </summary>
public sealed class Pkcs11MasterKeys : IMasterKeys, IDisposable
{
    private readonly Pkcs11Options _options;
    private readonly TimeProvider _clock;
    private readonly TokenLine _line;

    private Pkcs11MasterKeys(Pkcs11Options options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _line = new TokenLine(options, clock);
    }

    /// <inheritdoc/>
    public string Provider => "pkcs11";

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public MasterKeysHealth Health => new(Provider, _line.Fault is null, _line.Fault);

    /// <summary>The serial number of the token, as last seen.</summary>
    public string Serial => _line.Serial;

    /// <inheritdoc/>
    public int Current => _line.Known.Keys.Keys.DefaultIfEmpty(0).Max();

    /// <summary>Logs in to the token.</summary>
    /// <param name="create">Whether a token that holds no master key of ours gets its first: for a new installation, not where keys are to move in.</param>
    /// <exception cref="TokenException">Module, token or PIN cannot be used; the message says what would mend it.</exception>
    public static async Task<Pkcs11MasterKeys> OpenAsync(Pkcs11Options options, TimeProvider clock, bool create = true, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = new Pkcs11MasterKeys(options, clock);
        try
        {
            await Task.Run(keys._line.Open, ct); // a module may take its time
            if (create && keys._line.Known.Highest == 0) await keys.CreateAsync(above: 0, onlyFirst: true, ct);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Has(int version) => _line.Known.Keys.ContainsKey(version) || (!_line.Known.Destroyed.ContainsKey(version) && _line.Do(c => c.Look()).Keys.ContainsKey(version));

    /// <inheritdoc/>
    public DateTimeOffset? DestroyedAt(int version) => _line.Do(c => c.Look()).Destroyed.TryGetValue(version, out var at) ? at : null;

    /// <inheritdoc/>
    public void Wrap(int version, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, Span<byte> wrapped)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = _line.Connection();
            if (Handle(connection, version, attempt, out var gone) is not { } handle)
            {
                if (gone) throw new MasterKeyException($"Master key version {version} in {_options} was destroyed.");
                continue;
            }

            var answer = connection.Seal(handle, key, associated, wrapped);
            if (answer == CKR.CKR_OK) return;
            _line.Drop(connection, answer);
            if (attempt > 1) throw _line.Away(answer);
        }
    }

    /// <inheritdoc/>
    public bool TryUnwrap(int version, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> associated, Span<byte> key)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = _line.Connection();
            if (Handle(connection, version, attempt, out var gone) is not { } handle)
            {
                if (gone) return false;
                continue;
            }

            var answer = connection.Open(handle, wrapped, associated, key);
            if (answer == CKR.CKR_OK) return true;
            if (GcmAnswers.IsNo(answer) || (GcmAnswers.MayBeNo(answer) && connection.Works(handle))) return false;
            _line.Drop(connection, answer);
            if (attempt > 1) throw _line.Away(answer);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> CreateNextAsync(int above = 0, CancellationToken ct = default) => new(CreateAsync(above, onlyFirst: false, ct));

    /// <inheritdoc/>
    public ValueTask BackUpAsync(string path, CancellationToken ct = default)
    {
        var versions = _line.Do(c => c.Look()).Keys.Keys.Order().ToList();
        if (_options.Backup is not null)
        {
            using var backup = new TokenLine(_options.Backup, _clock);
            backup.Open();
            foreach (var version in versions) _line.Do(from => backup.Do(to => KeyCopy.Make(from, to, version, _options)));
        }

        BackupReceipt.Write(path, this, Serial, _options.Label, versions);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>False without a backup token: nothing this program can see then shows that the HSM's own backup holds the key.</remarks>
    public ValueTask<bool> VerifyBackupAsync(int version, string path, CancellationToken ct = default)
    {
        if (_options.Backup is not { } options || BackupReceipt.Read(path) is not { } receipt) return new(false);
        using var backup = new Pkcs11MasterKeys(options with { Label = _options.Label }, _clock);
        backup._line.Open();
        if (!receipt.Opens(version, backup)) return new(false);
        // The copy opens what the key sealed: the key has done its one journey.
        _line.Do(c => c.Change(session =>
        {
            if (c.Contents.Keys.TryGetValue(version, out var handle)) c.Objects.Fix(session, handle);
            return true;
        }));
        return new(true);
    }

    /// <inheritdoc/>
    public ValueTask DestroyAsync(int version, bool evenCurrent = false, CancellationToken ct = default)
    {
        if (version == _line.Do(c => c.Look()).Keys.Keys.DefaultIfEmpty(0).Max() && !evenCurrent)
            throw new MasterKeyException($"Master key version {version} is the current one and cannot be destroyed.");
        if (_options.Backup is { } options)
        {
            // First: a copy that stays behind would open what was to be closed.
            using var backup = new TokenLine(options with { Label = _options.Label }, _clock);
            backup.Open();
            Destroy(backup, version);
        }

        Destroy(_line, version);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes this object's sessions. The module stays loaded, as others in the process may use it.</summary>
    public void Dispose() => _line.Dispose();

    private void Destroy(TokenLine line, int version) => line.Do(c => c.Change(session =>
    {
        var contents = c.Objects.Read(session);
        if (!contents.Destroyed.ContainsKey(version) && (contents.Keys.ContainsKey(version) || ReferenceEquals(line, _line))) c.Objects.Bury(session, version, _clock.GetUtcNow());
        if (contents.Keys.TryGetValue(version, out var handle)) session.DestroyObject(handle);
        return true;
    }));

    /// <summary>The key's handle; null where it was destroyed, or where the connection was void and the caller tries again.</summary>
    private ulong? Handle(TokenConnection connection, int version, int attempt, out bool gone)
    {
        gone = false;
        try
        {
            if (connection.HandleOf(version) is { } handle) return handle;
            gone = connection.Contents.Destroyed.ContainsKey(version);
            if (gone) return null;
            if (connection.Contents.Keys.Count > 0 || attempt > 1)
            {
                throw new MasterKeysUnavailableException("unknown-version",
                    $"Keys are wrapped by master key version {version}, which the token {_options} does not hold. Put the token that holds it in place, or start this program again if keys were moved while it ran.");
            }

            _line.Drop(connection, CKR.CKR_KEY_HANDLE_INVALID); // an empty token: as one looks that has gone
        }
        catch (Pkcs11Exception error)
        {
            _line.Drop(connection, error.RV);
            if (attempt > 1) throw _line.Away(error.RV, error);
        }

        return null;
    }

    private async Task<int> CreateAsync(int above, bool onlyFirst, CancellationToken ct)
    {
        while (true)
        {
            var made = _line.Do(c => c.Change(session =>
            {
                var contents = c.Objects.Read(session);
                if (onlyFirst && contents.Highest > 0) return contents.Highest;
                var version = Math.Max(above, contents.Highest) + 1;
                var handle = c.Objects.Generate(session, version, copyable: _options.Backup is not null);
                if (c.Objects.Count(session, version) == 1) return version;
                session.DestroyObject(handle); // another process made this version at the same moment: theirs stays, or both of us try again
                return 0;
            }));
            if (made > 0) return made;
            await Task.Delay(TimeSpan.FromMilliseconds(System.Security.Cryptography.RandomNumberGenerator.GetInt32(10, 100)), _clock, ct);
        }
    }
}
