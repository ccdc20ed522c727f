namespace Azukari.Company.Settings;

/// <summary>
/// Who works here, by the settings as they are now: a running host takes a login or a duty away as soon as the file says so. While the file
/// cannot be read or used (somebody is writing it), what it last said stands.
/// </summary>
internal sealed class OperatorsNow(string file, CompanySettings opened)
{
    private readonly Lock _gate = new();
    private Seen _seen = new(null, opened.Operators); // the file may have changed since it was read: the first who asks looks

    /// <summary>The operators, by login.</summary>
    public IReadOnlyDictionary<string, Operator> Look()
    {
        var seen = Volatile.Read(ref _seen);
        if (StampOf(file) is not { } stamp || stamp == seen.Stamp) return seen.Operators;
        lock (_gate)
        {
            if (stamp == _seen.Stamp) return _seen.Operators;
            try
            {
                Volatile.Write(ref _seen, new Seen(stamp, SettingsFile.Read(file).Operators));
            }
            catch (Exception wrong) when (wrong is SettingsException or IOException or UnauthorizedAccessException)
            {
                // looked at again by the next who asks
            }

            return _seen.Operators;
        }
    }

    private static (DateTime, long)? StampOf(string file) => new FileInfo(file) is { Exists: true } there ? (there.LastWriteTimeUtc, there.Length) : null;

    private sealed record Seen((DateTime, long)? Stamp, IReadOnlyDictionary<string, Operator> Operators);
}
