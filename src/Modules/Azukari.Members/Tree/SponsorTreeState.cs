using Azukari.Storage;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Members.Tree;

/// <summary>The index and the version it is of: loaded at first need, brought up to date from the changes of any node, guarded for use by many.</summary>
internal sealed class SponsorTreeState(IDbContextFactory<AzukariDb> databases) : IDisposable
{
    private const int MostChanges = 50_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ReaderWriterLockSlim _guard = new();
    private TreeIndex? _index;
    private long _version = -1;

    /// <summary>The version the index is of; -1 before it was loaded.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Brings the index up to the database. From here on, what is asked is answered as of a moment after the call.</summary>
    public async ValueTask CatchUpAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var before = Version;
        if (before >= 0 && await TreeReader.VersionAsync(db, cancel) == before) return;
        await _one.WaitAsync(cancel);
        try
        {
            if (_index is not null)
            {
                var (version, changed) = await TreeReader.SinceAsync(db, _version, MostChanges, cancel);
                if (changed is not null && TryApply(version, changed)) return;
            }

            await LoadAsync(db, cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Asks the index, which stays as it is meanwhile.</summary>
    /// <exception cref="InvalidOperationException">It was never loaded.</exception>
    public T Read<TArgs, T>(TArgs args, Func<TreeIndex, TArgs, T> ask)
    {
        _guard.EnterReadLock();
        try
        {
            return ask(_index ?? throw new InvalidOperationException("The sponsor tree is not loaded yet."), args);
        }
        finally
        {
            _guard.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _guard.Dispose();
    }

    private bool TryApply(long version, List<TreeNode> changed)
    {
        _guard.EnterWriteLock();
        try
        {
            _index!.Apply(changed);
            Volatile.Write(ref _version, version);
            return true;
        }
        catch (TreeDamagedException)
        {
            return false; // loaded anew, which says what is wrong where something is
        }
        finally
        {
            _guard.ExitWriteLock();
        }
    }

    private async Task LoadAsync(AzukariDb db, CancellationToken cancel)
    {
        var (version, nodes) = await TreeReader.AllAsync(db, cancel);
        var built = TreeIndex.Build(nodes);
        _guard.EnterWriteLock();
        try
        {
            _index = built;
            Volatile.Write(ref _version, version);
        }
        finally
        {
            _guard.ExitWriteLock();
        }
    }
}
