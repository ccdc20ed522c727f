using System.Globalization;

namespace Azukari.Bench.Measuring;

/// <summary>
/// Processor time taken by this process (callers and host) and by the database server beside it. On a machine others use as well it says more
/// than a rate does: whoever else runs takes time, but adds none to this.
/// </summary>
internal readonly record struct ProcessorTime(TimeSpan Host, TimeSpan Server)
{
    private const double TicksASecond = 100; // USER_HZ, which Linux fixes for all that reads /proc

    /// <summary>The process whose children are the database server; 0 where there is none.</summary>
    public static int ServerProcess { get; set; }

    public static ProcessorTime Now() => new(Environment.CpuUsage.TotalTime, Children(ServerProcess));

    public static ProcessorTime operator -(ProcessorTime later, ProcessorTime earlier) => new(later.Host - earlier.Host, later.Server - earlier.Server);

    // The server's own children (one a connection), and what it has gathered from those that ended.
    private static TimeSpan Children(int root)
    {
        if (root == 0 || !Directory.Exists("/proc")) return TimeSpan.Zero;
        var processes = new List<(int Id, int Parent, double Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from field 3 on: the name before may hold anything
                processes.Add((id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture))));
            }
            catch (IOException)
            {
                // ended meanwhile
            }
        }

        var (mine, ticks) = (new HashSet<int> { root }, 0d);
        for (var more = true; more;)
        {
            more = false;
            foreach (var (id, parent, _) in processes) more |= mine.Contains(parent) && mine.Add(id);
        }

        foreach (var (id, _, used) in processes)
            if (mine.Contains(id)) ticks += used;
        return TimeSpan.FromSeconds(ticks / TicksASecond);
    }
}
