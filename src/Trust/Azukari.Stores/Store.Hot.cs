using System.Data.Common;

namespace Azukari.Stores;

// Hot statements: work on the caller's thread, on SQLite.
public sealed partial class Store
{
    private static readonly HotStatement Begin = new("BEGIN IMMEDIATE");
    private static readonly HotStatement Commit = new("COMMIT");

    /// <summary>Reads on the caller's thread by hot statements. On SQLite only.</summary>
    /// <exception cref="StoreException">As for every read; what it explains is explained here too.</exception>
    public T Read<TArg, T>(TArg arg, Func<HotSession, TArg, T> read)
    {
        var link = _backend.RentReader();
        var sound = false;
        try
        {
            var result = read(new HotSession(link), arg);
            sound = true;
            return result;
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
        finally
        {
            link.ResetCursors();
            _backend.ReturnReader(link, sound);
        }
    }

    /// <summary>
    /// A number for the moment: where it is the same again, nobody, in this process or another, has committed anything to the store in between, and
    /// whatever was read in between still holds. On SQLite only.
    /// </summary>
    /// <exception cref="StoreException">As for every read.</exception>
    public long Moment()
    {
        try
        {
            return _backend.Moment();
        }
        catch (DbException error) when (StoreErrors.Explain(error, Definition.Name, Location) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>
    /// Writes by hot statements in one transaction on the caller's thread: for threads of their own that commit often. On SQLite only, not retried;
    /// whatever is thrown, nothing was written, unless the commit itself failed.
    /// </summary>
    public T WriteHot<T>(Func<StoreSession, T> write)
    {
        var link = _backend.RentWriter();
        var sound = false;
        try
        {
            link.Cursor(Begin).Run();
            var result = write(new StoreSession(link, null, null));
            link.Cursor(Commit).Run();
            sound = true;
            return result;
        }
        finally
        {
            link.ResetCursors();
            _backend.ReturnWriter(link, sound); // a connection in the middle of a transaction is closed, which rolls it back
        }
    }
}
