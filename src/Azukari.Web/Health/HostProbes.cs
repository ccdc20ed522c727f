using Azukari.Vault.Health;

namespace Azukari.Web.Health;

/// <summary>What the host itself can see: room on the disk of the data folder, and whether its clock runs as time does.</summary>
internal sealed class HostProbes(TimeProvider clock)
{
    private const long LittleRoom = 512L << 20;
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private DateTimeOffset _wall = clock.GetUtcNow();
    private long _even = TimeProvider.System.GetTimestamp();
    private (TimeSpan By, long At)? _leap;

    public IEnumerable<HealthFinding> Look(string folder) => [Room(folder), Clock()];

    private static HealthFinding Room(string folder)
    {
        try
        {
            long free = new DriveInfo(folder).AvailableFreeSpace;
            return new HealthFinding("disk", free < LittleRoom ? HealthState.Degraded : HealthState.Ready, free < LittleRoom ? "little-room" : "ok", free >> 20);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new HealthFinding("disk", HealthState.Degraded, "unknown");
        }
    }

    /// <summary>A clock that was set, by hand or by a repair: told for ten minutes, because sessions, retention and times in the ledger follow it.</summary>
    private HealthFinding Clock()
    {
        DateTimeOffset wall = clock.GetUtcNow();
        long even = TimeProvider.System.GetTimestamp();
        TimeSpan difference = wall - _wall - TimeProvider.System.GetElapsedTime(_even, even);
        (_wall, _even) = (wall, even);
        if (difference.Duration() > Leap) _leap = (difference, even);
        if (_leap is not { } leap || TimeProvider.System.GetElapsedTime(leap.At, even) > Remembered) return HealthFinding.Ready("clock");
        return new HealthFinding("clock", HealthState.Degraded, leap.By < TimeSpan.Zero ? "set-back" : "set-forward", null, leap.By.Duration());
    }
}
