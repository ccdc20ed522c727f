using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Azukari.Vault.Keys;

/// <summary>Files that must survive a power cut and be read by nobody else: mode 0600, written aside, synced, renamed, folder synced.</summary>
internal static partial class DurableFile
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether group or others may do anything with the file.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0;

    /// <summary>Replaces the file whole or not at all; <paramref name="overwritten"/> wipes what the old file held once the new one is in place.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool overwritten)
    {
        var aside = path + ".new";
        if (File.Exists(aside))
        {
            // What a crash left aside holds keys too.
            using (var left = new FileStream(aside, FileMode.Open, FileAccess.Write)) Wipe(left);
            File.Delete(aside);
        }

        using (var file = Create(aside, FileMode.CreateNew))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        // Held open across the rename: the old content stays reachable through this handle only, and is wiped through it.
        using var old = overwritten && File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete) : null;
        File.Move(aside, path, overwrite: true);
        SyncFolder(path);
        if (old is not null) Wipe(old);
    }

    /// <summary>Creates a file only its owner may read; fails when it exists.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        using (var file = Create(path, FileMode.CreateNew))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        SyncFolder(path);
    }

    /// <summary>Appends a line and returns once it is on disk.</summary>
    public static void Append(string path, ReadOnlySpan<byte> line)
    {
        var isNew = !File.Exists(path);
        using (var file = Create(path, FileMode.Append))
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
        }

        if (isNew) SyncFolder(path);
    }

    /// <summary>A handle that only one process holds at a time; null when another has it.</summary>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static FileStream Create(string path, FileMode mode) => new(path, Options(mode, FileShare.Read));

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = Private;
        return options;
    }

    private static void Wipe(FileStream file)
    {
        Span<byte> zeros = stackalloc byte[512];
        zeros.Clear();
        for (var left = file.Length; left > 0; left -= zeros.Length)
            file.Write(zeros[..(int)Math.Min(left, zeros.Length)]);
        file.Flush(flushToDisk: true);
    }

    /// <summary>A rename is durable only when its folder is synced; .NET has no call for that.</summary>
    private static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var descriptor = OpenFolder(folder, 0);
        if (descriptor < 0) return;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFolder(string path, int flags);
}
