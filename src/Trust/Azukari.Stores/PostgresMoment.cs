using System.Globalization;

namespace Azukari.Stores;

/// <summary>
/// Which transactions a statement on PostgreSQL saw: its snapshot, and the server it was taken on. Two of them tell which transactions ended in between,
/// without asking for any row.
/// </summary>
public sealed class PostgresMoment
{
    /// <summary>What a statement selects to give its own moment: two texts.</summary>
    public const string Columns = "pg_current_snapshot()::text, " + ServerColumn;

    /// <summary>What a statement selects to name its own transaction, which must have written something: two texts.</summary>
    public const string TransactionColumns = "pg_current_xact_id()::text, " + ServerColumn;

    // A server that took over, or was put back to an earlier state, may give a number again: it was started at another time.
    private const string ServerColumn = "extract(epoch from pg_postmaster_start_time())::text";

    private readonly string _server;
    private readonly ulong _next;
    private readonly ulong[] _running;

    private PostgresMoment(string server, ulong next, ulong[] running) => (_server, _next, _running) = (server, next, running);

    /// <summary>Reads what <see cref="Columns"/> gave.</summary>
    /// <exception cref="FormatException">It is no snapshot.</exception>
    public static PostgresMoment Parse(string snapshot, string server)
    {
        var parts = snapshot.Split(':');
        if (parts.Length != 3)
            throw new FormatException("A snapshot has three parts.");
        return new PostgresMoment(server, Number(parts[1]), parts[2].Length == 0 ? [] : Array.ConvertAll(parts[2].Split(','), Number));
    }

    /// <summary>Whether nothing ended between this moment and a later one but transactions that are known to have changed nothing that matters.</summary>
    /// <param name="later">Taken after this one.</param>
    /// <param name="known">Those that are known.</param>
    public bool HoldsUntil(PostgresMoment later, KnownTransactions known)
    {
        if (_server != later._server || later._next < _next || later._next - _next > KnownTransactions.Kept)
            return false;
        foreach (var running in _running)
        {
            if (!later.IsRunning(running) && !known.Contains(_server, running))
                return false;
        }
        for (var number = _next; number < later._next; number++)
        {
            if (!later.IsRunning(number) && !known.Contains(_server, number))
                return false;
        }
        return true;
    }

    private bool IsRunning(ulong number) => Array.IndexOf(_running, number) >= 0;

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>The last transactions of this process on PostgreSQL that are known to touch one store only: a reader of another store need not mind them.</summary>
public sealed class KnownTransactions
{
    /// <summary>How many are remembered; one that is forgotten counts as unknown.</summary>
    public const int Kept = 4096;

    private readonly Lock _gate = new();
    private readonly ulong[] _numbers = new ulong[Kept];
    private string? _server;

    /// <summary>
    /// A transaction, by what <see cref="PostgresMoment.TransactionColumns"/> gave in it. Told only when its commit was acknowledged: a crash may give the number of
    /// one that was not to another.
    /// </summary>
    public void Add(string number, string server)
    {
        var added = ulong.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (_server != server)
            {
                Array.Clear(_numbers);
                _server = server;
            }
            _numbers[added % Kept] = added;
        }
    }

    internal bool Contains(string server, ulong number)
    {
        lock (_gate)
            return _server == server && _numbers[number % Kept] == number;
    }
}
