using Azukari.Vault.Keys;
using Net.Pkcs11Interop.Common;

namespace Azukari.Hsm.Tokens;

/// <summary>
/// The way to a token, which heals itself: a connection that failed is dropped, the next caller makes another, and after a failed attempt
/// nobody tries for a while. Where a token does not come back the module itself is started anew, ever more rarely.
/// </summary>
internal sealed class TokenLine(Pkcs11Options options, TimeProvider clock) : IDisposable
{
    private const int RarestRestart = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TokenContents Nothing = new(new Dictionary<int, Net.Pkcs11Interop.HighLevelAPI.IObjectHandle>(), new Dictionary<int, DateTimeOffset>());
    private readonly Lock _gate = new();
    private readonly RefusedPin _refused = new();
    private volatile TokenConnection? _connection;
    private TokenContents _known = Nothing;
    private long? _failedAt;
    private long? _restartedAt;
    private int _restarts;

    /// <summary>Why the token is away, as a code; null while it answers.</summary>
    public string? Fault { get; private set; }

    public string Serial { get; private set; } = "";

    /// <summary>What the token held when it was last looked at; a token that shows nothing at all has rather gone than been emptied.</summary>
    public TokenContents Known => _connection is { Contents: { Highest: > 0 } now } ? now : _known;

    /// <summary>Connects for the first time.</summary>
    /// <exception cref="TokenException">What is wrong with the settings or the token.</exception>
    public void Open()
    {
        lock (_gate)
        {
            var module = Pkcs11Module.Load(options.Module);
            var generation = module.Generation;
            try
            {
                Take(TokenConnection.Open(module, options, _refused));
            }
            catch (TokenException error) when (error.Fault is TokenFault.Away or TokenFault.NoSuchToken)
            {
                module.Restart(generation); // a token that came after the module was started
                Take(TokenConnection.Open(module, options, _refused));
            }
        }
    }

    /// <summary>The living connection.</summary>
    /// <exception cref="MasterKeysUnavailableException">There is none, and none could be made now.</exception>
    public TokenConnection Connection()
    {
        if (_connection is { } living) return living;
        if (!_gate.TryEnter(Patience)) throw Unavailable("reconnecting", null);
        try
        {
            if (_connection is { } made) return made;
            if (_failedAt is { } at && clock.GetElapsedTime(at) < options.RetryEvery) throw Unavailable(Fault ?? "token-away", null);
            try
            {
                return Take(Reconnect());
            }
            catch (TokenException error)
            {
                _failedAt = clock.GetTimestamp();
                Fault = error.Code;
                throw Unavailable(error.Code, error);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Works with the connection; once more with a new one where the first turns out to be void.</summary>
    public T Do<T>(Func<TokenConnection, T> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = Connection();
            try
            {
                return work(connection);
            }
            catch (Pkcs11Exception error)
            {
                Drop(connection, error.RV);
                if (attempt > 1) throw Away(error.RV, error);
            }
        }
    }

    /// <summary>The connection has failed: whoever comes next makes another.</summary>
    public void Drop(TokenConnection failed, CKR answer)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_connection, failed)) return;
            if (failed.Contents.Highest > 0) _known = failed.Contents;
            _connection = null;
            Fault = GcmAnswers.Code(answer);
        }

        failed.Dispose();
    }

    public MasterKeysUnavailableException Away(CKR answer, Exception? inner = null) => Unavailable(GcmAnswers.Code(answer), inner);

    public void Dispose() => Interlocked.Exchange(ref _connection, null)?.Dispose();

    private TokenConnection Reconnect()
    {
        var module = Pkcs11Module.Load(options.Module);
        var generation = module.Generation;
        try
        {
            return WithItsKeys(TokenConnection.Open(module, options, _refused));
        }
        catch (TokenException error) when (error.Fault is TokenFault.Away or TokenFault.NoSuchToken && MayRestart())
        {
            module.Restart(generation);
            return WithItsKeys(TokenConnection.Open(module, options, _refused));
        }
    }

    // A module may show a token that has gone as an empty one.
    private TokenConnection WithItsKeys(TokenConnection connection)
    {
        if (_known.Keys.Count == 0 || connection.Contents.Keys.Count > 0 || _known.Keys.Keys.All(connection.Contents.Destroyed.ContainsKey)) return connection;
        connection.Dispose();
        throw new TokenException(TokenFault.Away, options.Token, $"The token {options} shows none of the keys it had.");
    }

    // At once the first time, then ever more rarely: starting the module anew voids the sessions of everybody in this process.
    private bool MayRestart()
    {
        if (_restartedAt is { } at && clock.GetElapsedTime(at) < options.RetryEvery * Math.Min(_restarts, RarestRestart)) return false;
        _restartedAt = clock.GetTimestamp();
        _restarts++;
        return true;
    }

    private TokenConnection Take(TokenConnection connection)
    {
        (_connection, _known, _failedAt, _restartedAt, _restarts, Fault, Serial) = (connection, connection.Contents, null, null, 0, null, connection.Serial);
        return connection;
    }

    private MasterKeysUnavailableException Unavailable(string fault, Exception? inner) => new(fault,
        $"The master keys are away: the token {options} cannot be used now ({fault}). Nothing was released. It is tried again by itself; check the HSM.", inner);
}
