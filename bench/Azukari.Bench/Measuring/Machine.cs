using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Azukari.Bench.Measuring;

/// <summary>What it was measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return string.Create(CultureInfo.InvariantCulture,
            $"{cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>The median time a written page takes to be on the disk of a folder, in microseconds.</summary>
    /// <exception cref="MeasurementException">The folder is in memory, or its disk does not sync.</exception>
    public static double SyncMicroseconds(string folder)
    {
        var drive = new DriveInfo(folder);
        if (drive.DriveFormat is "tmpfs" or "ramfs") throw new MeasurementException($"{folder} is in memory ({drive.DriveFormat}): nothing there is durable. Name a folder on a disk (--data).");
        var file = Path.Combine(folder, "sync.probe");
        try
        {
            using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            var times = new List<double>();
            for (var i = 0; i < 60; i++)
            {
                var watch = Stopwatch.StartNew();
                stream.Write(page);
                stream.Flush(flushToDisk: true);
                times.Add(watch.Elapsed.TotalMicroseconds);
            }

            var median = Contest.Median(times);
            return median >= 15 ? median : throw new MeasurementException($"A write to {folder} is synced in {median:0} µs: no disk is that fast, so nothing there is durable.");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
