using System.Globalization;

namespace Azukari.Company.Hosting;

/// <summary>
/// One host a data folder on SQLite: a lock the operating system holds on <c>host.lock</c> for as long as the host's process lives, and
/// gives back by itself however the process ends. Who holds it stands beside, in <c>host.pid</c>. The command line takes no such lock: it
/// works beside the host. Only for folders on a local disk: network file systems may not honour locks.
/// </summary>
public sealed class HostLock : IDisposable
{
    /// <summary>The file that is locked; it stays empty.</summary>
    public const string LockFile = "host.lock";

    /// <summary>The file that says which process holds the lock.</summary>
    public const string PidFile = "host.pid";

    // The system's codes for "somebody has it": EAGAIN on Linux and on macOS, a sharing violation on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _held;
    private readonly string _pid;

    private HostLock(FileStream held, string pid) => (_held, _pid) = (held, pid);

    /// <summary>Takes the lock of a data folder, which must exist.</summary>
    /// <exception cref="HostRunningException">Another host, or another part of this process, holds it.</exception>
    /// <exception cref="IOException">The folder may not be written to.</exception>
    public static HostLock Take(string folder)
    {
        var pid = Path.Combine(folder, PidFile);
        var held = TryLock(folder) ?? throw new HostRunningException(folder, HolderOf(pid));
        try
        {
            using var file = new FileStream(pid, Private(FileMode.Create, FileShare.Read));
            using var writer = new StreamWriter(file);
            writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new HostLock(held, pid);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The process id of the host that has the folder open; null where none has (0 where one has, and does not say who it is).</summary>
    public static int? RunningIn(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LockFile))) return null;
        using var held = TryLock(folder);
        return held is null ? HolderOf(Path.Combine(folder, PidFile)) ?? 0 : null;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        File.Delete(_pid);
        _held.Dispose();
    }

    // FileShare.None is an advisory lock (flock) on Unix, exclusive also within one process.
    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), Private(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }

    private static FileStreamOptions Private(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static int? HolderOf(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            return null; // gone, or being written at this moment
        }
    }
}

/// <summary>Another host has the data folder open. The message, in both languages, names its process and what to do.</summary>
public sealed class HostRunningException : Exception
{
    /// <summary>Creates the exception.</summary>
    public HostRunningException(string folder, int? pid)
        : base($"another host{(pid is null ? "" : $" (process {pid})")} has the data folder {folder} open. Stop it first{(pid is null ? "" : $" (kill {pid})")}, or start this one with another --data. For several hosts, use PostgreSQL (--postgres). The azukari command line works beside a running host.")
    {
        ProcessId = pid;
        Japanese = $"データフォルダ {folder} は、すでに別のホスト{(pid is null ? "" : $"（プロセス {pid}）")}が開いています。先にそれを終了する{(pid is null ? "" : $"（kill {pid}）")}か、別の --data で起動してください。複数のホストを動かすには PostgreSQL（--postgres）を使います。azukari コマンドは、ホストの起動中も使えます。";
    }

    /// <summary>The process that holds the folder, as far as it said.</summary>
    public int? ProcessId { get; }

    /// <summary>The message in Japanese.</summary>
    public string Japanese { get; }
}
